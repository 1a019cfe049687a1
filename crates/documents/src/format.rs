//! The four documents and the names that keep a signature of one from counting for another.

/// A kind of document. Its namespace goes into what is signed (<https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig>).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    Request,
    Bundle,
    Receipt,
    Rotation,
}

impl Format {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Bundle => "bundle",
            Self::Receipt => "receipt",
            Self::Rotation => "rotation",
        }
    }

    /// What stands in the field `format`.
    pub(crate) fn version(self) -> String {
        format!("{}.v1", self.name())
    }

    pub(crate) fn namespace(self) -> String {
        format!("{}.v1@keycourier", self.name())
    }

    /// The most bytes that a payload may have.
    pub(crate) fn longest(self) -> usize {
        match self {
            Self::Request => 32_768,
            Self::Bundle | Self::Receipt | Self::Rotation => 131_072,
        }
    }

    /// How `version`, a field `format` or the front of a namespace, stands to this one.
    pub(crate) fn compare(self, version: &str) -> Age {
        let number = version.strip_prefix(self.name()).and_then(|rest| rest.strip_prefix(".v"));
        match number.and_then(|number| number.parse::<u32>().ok()) {
            Some(1) => Age::Ours,
            Some(newer) if newer > 1 => Age::Newer,
            _ => Age::Other,
        }
    }
}

/// What a version is to this program.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Age {
    Ours,
    Newer,
    Other,
}
