//! Running git.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use anyhow::{Context, Result, anyhow};

use super::locks::Held;

/// What in the environment would have git work in another repository, with other objects, or on other paths than we say. The
/// list is git's own (`git rev-parse --local-env-vars`), but for the settings that somebody gives on purpose, with what makes a
/// pattern of a path.
const LOCAL: [&str; 18] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// A git command in `folder`, with its words kept apart from ours.
pub(super) fn git<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder);
    // Nothing that a work tree brings along is run: no folder in it is a repository because it looks like one, and nobody in it
    // is asked what has changed. What a reader reads does not hang on what the person likes to see.
    for setting in [
        "core.quotepath=false",
        "core.fsmonitor=false",
        "safe.bareRepository=explicit",
        "log.showRoot=true",
        "log.showSignature=false",
        "trailer.separators=:",
    ] {
        command.args(["-c", setting]);
    }
    command.args(arguments);
    // The ledger's own repository, whatever called us.
    for variable in LOCAL {
        command.env_remove(variable);
    }
    // Paths as they are, not as patterns; words that we know.
    command.env("GIT_LITERAL_PATHSPECS", "1").env("LANGUAGE", "en");
    // The history as it was written, whatever a clone would rather see in its place.
    command.env("GIT_NO_REPLACE_OBJECTS", "1");
    // Who only looks keeps nobody from writing: git would hold the index while it tells what has changed.
    command.env("GIT_OPTIONAL_LOCKS", "0");
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

/// Runs it, and takes any failure as an error in git's own words.
pub(super) fn must(command: Command, what: &str) -> Result<String> {
    done(&run(command)?, what)
}

/// What git answers; none where it has no answer.
pub(super) fn answer(question: Command) -> Result<Option<String>> {
    let output = run(question)?;
    let answer = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
    Ok(Some(answer).filter(|answer| output.status.success() && !answer.is_empty()))
}

/// Takes any failure as an error in git's own words.
pub(super) fn done(output: &Output, what: &str) -> Result<String> {
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(anyhow!("{what}；{}", why(&said(output))))
}

/// Runs it so that it goes on to its end should this process be killed: what it says goes into files, as nobody may be there
/// to read a pipe, and it keeps `held` open.
pub(super) fn run_holding(mut command: Command, held: File) -> Result<Output> {
    let heard = || tempfile::tempfile().context("建不了临时文件");
    let (mut out, mut err) = (heard()?, heard()?);
    command.stdout(out.try_clone().context("建不了临时文件")?);
    // There is nothing to be read in it.
    command.stdin(held);
    command.stderr(err.try_clone().context("建不了临时文件")?);
    let status = start(&mut command)?.wait().context("等不到 git 的结果")?;
    let read = |file: &mut File| -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        file.rewind().and_then(|()| file.read_to_end(&mut bytes)).context("读不了临时文件")?;
        Ok(bytes)
    };
    Ok(Output { status, stdout: read(&mut out)?, stderr: read(&mut err)? })
}

/// The commonest of git's refusals in Chinese with the remedy; the others in its own words.
pub(super) fn why(said: &str) -> String {
    if said.is_empty() {
        return "git 没有说明原因，多半是仓库的钩子（hooks）不让存；请看 .git/hooks 或问设钩子的人"
            .to_owned();
    }
    if let Some(lock) = named_lock(said) {
        return Held::at(lock).to_string();
    }
    if said.contains("unmerged") {
        return "仓库里还有没有合并完的文件；请先做完（git add 和 git commit），或放弃（git merge --abort）"
            .to_owned();
    }
    if let Some((_, rest)) = said.split_once("would be overwritten by merge:") {
        let files = rest.split(" Please ").next().unwrap_or_default().trim();
        return format!(
            "要收进来的文件在这里手工改过，还没有存入历史：{files}；请先运行 ledger check --fix 存入，读不了的先改正"
        );
    }
    let unreachable = [
        "does not appear to be a git repository",
        "Could not read from remote repository",
        "Could not resolve host",
        "unable to access",
        "Connection timed out",
    ];
    if unreachable.iter().any(|words| said.contains(words)) {
        let said = said.split(" Please make sure").next().unwrap_or(said);
        return format!("地址不对，或没有联网、没有权限（git 说：{said}）");
    }
    format!("git 说：{said}")
}

/// The lock that git says is in its way.
fn named_lock(said: &str) -> Option<PathBuf> {
    let (before, _) = said.split_once(".lock': File exists")?;
    let (_, path) = before.rsplit_once('\'')?;
    Some(PathBuf::from(format!("{path}.lock")))
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
