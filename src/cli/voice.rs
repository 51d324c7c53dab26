//! The program's two voices: data to standard output, talk to standard error.

use std::io::{self, ErrorKind, Write};

use anyhow::Result;

use crate::core::change::printable;

/// One line of data.
pub(super) fn say(line: &str) -> Result<()> {
    say_all(format!("{}\n", printable(line)).as_bytes())
}

/// A whole report.
pub(super) fn say_all(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// One line of talk. Nobody listening is nobody's fault.
pub(super) fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(line));
}

/// Whether the reader of our output has gone, which is a quiet end.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
