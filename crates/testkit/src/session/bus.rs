//! The session's own message bus.

use std::fs;
use std::os::unix::net::UnixStream;

use super::daemon::{Daemon, output};
use super::{Session, SessionError, wait_for};

/// A running `dbus-daemon`.
pub(super) struct Bus {
    _daemon: Daemon,
}

impl Bus {
    pub(super) fn start(session: &Session) -> Result<Self, SessionError> {
        let socket = session.folders.socket();
        let settings = session.folders.at("bus.conf");
        fs::write(&settings, SETTINGS.replace("SOCKET", &socket.to_string_lossy()))
            .map_err(|error| SessionError::io("no settings for the bus", &error))?;
        let arguments = ["--config-file".as_ref(), settings.as_os_str(), "--nofork".as_ref(), "--nopidfile".as_ref()];
        let mut daemon = Daemon::start(session, ("dbus-daemon", "dbus"), &arguments, "")?;
        wait_for("the bus", || daemon.check().map(|()| UnixStream::connect(&socket).is_ok()))?;
        Ok(Self { _daemon: daemon })
    }
}

/// A session bus open to its user alone. It names no folder of services, so that it starts none.
const SETTINGS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path=SOCKET</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Whether somebody on the bus answers to `name`.
pub(super) fn has_owner(session: &Session, name: &str) -> Result<bool, SessionError> {
    let answer = call(
        session,
        "org.freedesktop.DBus",
        "/org/freedesktop/DBus",
        "org.freedesktop.DBus.NameHasOwner",
        &format!("string:{name}"),
    )?;
    Ok(answer.contains("true"))
}

/// Calls `method` with one argument and gives the answer as text, within ten seconds.
pub(super) fn call(
    session: &Session,
    name: &str,
    object: &str,
    method: &str,
    argument: &str,
) -> Result<String, SessionError> {
    let name = format!("--dest={name}");
    let arguments = ["--session", "--print-reply=literal", "--reply-timeout=10000", &name, object, method, argument];
    output(session, "dbus-send", "dbus", &arguments)
}
