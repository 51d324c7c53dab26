//! What the program says: data to standard output, talk to standard error.

use std::borrow::Cow;
use std::io::{self, ErrorKind, Write};

use anyhow::Result;

use crate::core::limits;
use crate::core::text::printable;

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
    let _ = writeln!(io::stderr().lock(), "{}", printable(&bounded(line)));
}

/// A message without its middle, where it is longer than anybody reads: what is amiss stands at its beginning, the remedy at its
/// end, and what a file holds in between.
fn bounded(message: &str) -> Cow<'_, str> {
    let count = message.chars().count();
    let Some(left_out) = count.checked_sub(limits::MESSAGE).filter(|left_out| *left_out > 0) else {
        return message.into();
    };
    let at = |number: usize| message.char_indices().nth(number).map_or(message.len(), |(at, _)| at);
    let (head, tail) = (at(limits::MESSAGE / 2), at(limits::MESSAGE / 2 + left_out));
    format!("{}……（略去 {left_out} 个字）……{}", &message[..head], &message[tail..]).into()
}

/// Whether the reader of our output has gone, which is a quiet end.
pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}
