//! Running git.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use anyhow::{Context, Result, anyhow};

/// A git command in `folder`, with its words kept apart from ours.
pub(super) fn git<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "core.quotepath=false"]).args(arguments);
    // The ledger's own repository, whatever called us; paths as they are, not as patterns; words that we know.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command.env("GIT_LITERAL_PATHSPECS", "1").env("LANGUAGE", "en");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Starts it, to be waited for later.
pub(super) fn start(command: &mut Command) -> Result<Child> {
    command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            anyhow!("没有找到 git；请先安装 git，或在 ledger.toml 里写 [git] commit = false")
        }
        _ => anyhow::Error::new(error).context("运行不了 git"),
    })
}

/// Waits for it.
pub(super) fn finish(child: Child) -> Result<Output> {
    child.wait_with_output().context("等不到 git 的结果")
}

/// Runs it to its end.
pub(super) fn run(mut command: Command) -> Result<Output> {
    finish(start(&mut command)?)
}

/// Runs it with `input`, and takes any failure as an error in git's own words.
pub(super) fn must(mut command: Command, input: Option<&str>, what: &str) -> Result<String> {
    if input.is_some() {
        command.stdin(Stdio::piped());
    }
    let mut child = start(&mut command)?;
    if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
        // A git that has already given up closes its end; its exit code tells the rest.
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = finish(child)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(anyhow!("{what}；{}", why(&said(&output))))
}

/// The commonest of git's refusals in Chinese with the remedy; the others in its own words.
fn why(said: &str) -> String {
    if said.is_empty() {
        return "git 没有说明原因，多半是仓库的钩子（hooks）不让存；请看 .git/hooks 或问设钩子的人"
            .to_owned();
    }
    if said.contains(".lock") && said.contains("File exists") {
        return "另一个 git 正在运行，或上次没有正常结束；请确认没有别的 git 在运行，再删去 .git 文件夹里的 index.lock（或 HEAD.lock）"
            .to_owned();
    }
    format!("git 说：{said}")
}

/// What git had to say, without its decoration.
pub(super) fn said(output: &Output) -> String {
    let text = if output.stderr.is_empty() { &output.stdout } else { &output.stderr };
    let text = String::from_utf8_lossy(text);
    let lines =
        text.lines().map(|line| line.trim_start_matches("fatal: ").trim_start_matches("error: ").trim());
    lines.filter(|line| !line.is_empty() && !line.starts_with("hint:")).collect::<Vec<_>>().join(" ")
}

/// `user.name` as git knows it, where it does.
pub fn git_name(folder: &Path) -> Option<String> {
    let output = run(git(folder, ["config", "user.name"])).ok()?;
    let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !name.is_empty()).then_some(name)
}
