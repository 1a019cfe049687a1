//! Reading with a bound, and writing whole or not at all.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use keycourier_documents::LARGEST_FILE;
use tempfile::Builder;
use zeroize::Zeroizing;

use crate::FileError;

/// What happens to a file that is there already.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Over {
    /// It stays, and writing fails.
    Nothing,
    /// It is replaced.
    Existing,
}

/// Reads a file of at most 1 MiB; of a larger one no more than that is touched.
///
/// # Errors
/// [`FileError`].
pub fn read_capped(path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let file = File::open(path).map_err(|error| FileError::from(&error))?;
    if file.metadata().map_err(|error| FileError::from(&error))?.is_dir() {
        return Err(FileError::Refused);
    }
    read_stream(file)
}

/// Reads a stream to its end, which must come within 1 MiB.
///
/// # Errors
/// [`FileError::TooBig`], or why it can't be read.
pub fn read_stream(stream: impl Read) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let mut bytes = Zeroizing::new(Vec::new());
    let limit = LARGEST_FILE as u64 + 1;
    stream.take(limit).read_to_end(&mut bytes).map_err(|error| FileError::from(&error))?;
    if bytes.len() > LARGEST_FILE { Err(FileError::TooBig) } else { Ok(bytes) }
}

/// Writes a file that only its owner may read: beside its place first, then onto the disk, then moved there, so that nobody ever sees
/// half of it. What fails leaves nothing behind.
///
/// # Errors
/// [`FileError`].
pub fn write_new(path: &Path, bytes: &[u8], over: Over) -> Result<(), FileError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let write = || {
        // 0600 on Unix; on Windows a new file takes the rights of its folder, which in a person's own folders are theirs.
        let mut beside = Builder::new().prefix(".keycourier-").tempfile_in(folder)?;
        beside.write_all(bytes)?;
        beside.as_file().sync_all()?;
        match over {
            Over::Nothing => beside.persist_noclobber(path),
            Over::Existing => beside.persist(path),
        }
        .map_err(|failed| failed.error)?;
        sync_folder(folder)
    };
    write().map_err(|error| FileError::from(&error))
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows writes a folder's entries along with the file.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the other systems can fail here")]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_existing_file_stays_unless_told_otherwise() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.age");
        assert_eq!(write_new(&path, b"first", Over::Nothing), Ok(()), "nothing is there yet");
        assert_eq!(write_new(&path, b"second", Over::Nothing), Err(FileError::Exists), "the first one stays");
        assert_eq!(std::fs::read(&path).expect("it is there"), b"first", "untouched");
        assert_eq!(write_new(&path, b"second", Over::Existing), Ok(()), "replaced on request");
        let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
        assert_eq!(left.len(), 1, "no temporary file is left beside it");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_what_is_written() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.age");
        write_new(&path, b"x", Over::Nothing).expect("room for one byte");
        let mode = std::fs::metadata(&path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "keys are nobody else's business");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_huge_file_is_refused_without_being_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("huge");
        File::create(&path).and_then(|file| file.set_len(1 << 30)).expect("a sparse gibibyte");
        assert_eq!(read_capped(&path).err(), Some(FileError::TooBig), "a mebibyte is enough to tell");
        assert_eq!(read_capped(folder.path()).err(), Some(FileError::Refused), "a folder is no file");
        assert_eq!(read_capped(&folder.path().join("none")).err(), Some(FileError::Missing), "nothing there");
    }
}
