//! `ledger read-pdf`: what `draft` runs to look into a pdf. A broken one may end this process, and no other.

use std::io::{Read, Write, stdin};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::Outcome;
use super::context::Context;
use super::ui::say_all;
use crate::core::limits;
use crate::intake::document::{Unreadable, text_of_pdf};

/// How long a pdf of hundreds of pages takes at the very most.
const PATIENCE: Duration = Duration::from_secs(60);

/// What stands before the text, so that nothing else that is printed is taken for it.
const HERE: &str = "\u{1}文字\u{1}\n";

/// 供起草时读 pdf：从标准输入读，把文字写到标准输出
#[derive(Debug, clap::Args)]
#[command(hide = true)]
pub(super) struct Args;

pub(super) fn run() -> Result<Outcome> {
    be_modest();
    let bytes = limits::read(stdin().lock(), limits::PLAN_FILE)?;
    match text_of_pdf(&bytes) {
        Ok(text) => say_all(format!("{HERE}{text}").as_bytes())?,
        Err(why) => bail!("{why}"),
    }
    Ok(Outcome::Done)
}

/// Takes no more memory than a pdf of hundreds of pages needs, whatever its streams unpack to: there the process ends, as it may.
fn be_modest() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let most = Some(limits::PDF_MEMORY);
        // Without it, the reading is only less careful.
        let _ = setrlimit(Resource::Data, Rlimit { current: most, maximum: most });
    }
}

/// The text of a pdf, read by another process.
pub(super) fn text(bytes: &[u8]) -> Result<Result<String, Unreadable>> {
    let mut child = Command::new(Context::program()?)
        .arg("read-pdf")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("打不开读 pdf 的程序")?;
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let read = std::thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        let reader = scope.spawn(move || {
            let mut text = Vec::new();
            output.map(|mut output| output.read_to_end(&mut text));
            text
        });
        let began = Instant::now();
        while !reader.is_finished() {
            if began.elapsed() > PATIENCE {
                // What it was writing ends with it.
                let _ = child.kill();
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        reader.join().unwrap_or_default()
    });
    let ended = child.wait().context("读 pdf 的程序没有结束")?;
    let read = String::from_utf8_lossy(&read);
    let text = read.split_once(HERE).map(|(_, text)| text.to_owned());
    Ok(text.filter(|_| ended.success()).ok_or(Unreadable::Pdf))
}
