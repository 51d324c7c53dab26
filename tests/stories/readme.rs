//! The READMEs tell the truth: their console blocks are run, one after the other, and say what they say they say.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// A command of a README and the output printed under it, if any is.
struct Example {
    line: usize,
    command: String,
    expected: Vec<String>,
}

#[test]
fn the_readme_says_what_the_program_says() {
    tell_the_truth("README.md");
}

#[test]
fn the_chinese_readme_says_what_the_program_says() {
    tell_the_truth("README.zh-CN.md");
}

#[test]
fn the_first_week_runs_to_its_end() {
    let world = tempfile::tempdir().unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/first-week.sh");
    let output = bash(world.path()).arg(script).env("TMPDIR", world.path()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    for line in ["登记 2026-008 按办法归档", "台账共 8 项，逾期 3 项", "2026-002 开展档案清点"]
    {
        assert!(said.contains(line), "{line} is missing in {said}");
    }
}

#[test]
fn the_printouts_are_what_the_program_prints() {
    let world = tempfile::tempdir().unwrap();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let script = examples.join("printouts.sh");
    let output = bash(world.path()).arg(script).args(["ledger".as_ref(), world.path()]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut compared = 0;
    for entry in std::fs::read_dir(world.path()).unwrap() {
        let drawn = entry.unwrap().path();
        let kept = examples.join("printouts").join(drawn.file_name().unwrap());
        assert!(kept.is_file(), "examples/printouts.sh was not run since it draws {}", kept.display());
        // Archives hold the commit in compressed parts; that they are there is enough here.
        if let (Ok(drawn), Ok(kept)) = (std::fs::read_to_string(&drawn), std::fs::read_to_string(&kept)) {
            let same = without_digits_of_commits(&drawn) == without_digits_of_commits(&kept);
            assert!(same, "examples/printouts.sh was not run since the program prints it in another way");
            compared += 1;
        }
    }
    assert!(compared > 25, "{compared}");
}

/// A printout names the commit it was drawn from, and says where files had been changed since.
fn without_digits_of_commits(text: &str) -> String {
    let mut words = text.split("依据提交 ");
    let first = words.next().unwrap_or_default().to_owned();
    let text = words.fold(first, |all, word| {
        let rest = word.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        // `（2026-06-30 存入，另有手工修改未存入）　日期由 --today 指定`
        let rest =
            rest.strip_prefix('（').and_then(|noted| noted.split_once('）')).map_or(rest, |(_, rest)| rest);
        all + rest.strip_prefix("　日期由 --today 指定").unwrap_or(rest)
    });
    let json = |line: &&str| !line.trim_start().starts_with("\"commit\":");
    text.lines().filter(json).collect::<Vec<_>>().join("\n")
}

fn tell_the_truth(readme: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let examples = examples(&std::fs::read_to_string(root.join(readme)).unwrap());
    assert!(examples.len() > 1, "{readme} has examples");
    let world = tempfile::tempdir().unwrap();
    for folder in ["ledger", "examples"] {
        copy(&root.join(folder), &world.path().join(folder));
    }
    let said = run(world.path(), &examples);
    for (example, said) in examples.iter().zip(said) {
        let said: Vec<&str> = said.lines().collect();
        let Some((code, said)) = said.split_last() else {
            panic!("{readme}: {} did not run", example.command)
        };
        assert_eq!(
            *code,
            "0",
            "{readme}:{}: `{}` fails:\n{}",
            example.line,
            example.command,
            said.join("\n")
        );
        assert!(
            example.expected.is_empty() || matches(&example.expected, said),
            "{readme}:{}: `{}` says\n{}\nand not\n{}",
            example.line,
            example.command,
            said.join("\n"),
            example.expected.join("\n")
        );
    }
}

/// The commands of the `console` blocks, but for `cargo test`, which is what runs this. A `toml` block is what the reader
/// writes into `ledger.toml`.
fn examples(readme: &str) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut block = "";
    for (at, line) in readme.lines().enumerate() {
        let mut put =
            |command: String| examples.push(Example { line: at + 1, command, expected: Vec::new() });
        match (block, line.strip_prefix("```")) {
            ("", Some("toml")) => put("cat >>ledger.toml <<'TOML'\n".to_owned()),
            ("toml", Some(_)) => examples.last_mut().unwrap().command.push_str("TOML"),
            ("toml", None) => examples.last_mut().unwrap().command.extend([line, "\n"]),
            ("console", None) => match line.strip_prefix("$ ") {
                Some(command) => put(command.replace("cargo run --release --", "ledger")),
                None => examples.last_mut().unwrap().expected.push(line.to_owned()),
            },
            _ => {}
        }
        if let Some(opened) = line.strip_prefix("```") {
            block = opened;
        }
    }
    examples.retain(|example| example.command != "cargo test");
    examples
}

/// Runs all of them in one shell, as a reader would; each answer ends with the command's exit code.
fn run(world: &Path, examples: &[Example]) -> Vec<String> {
    let mut script = String::from("exec 2>&1\n");
    for example in examples {
        let _ = write!(script, "{}\nprintf '%s\\n\\f\\n' $?\n", example.command);
    }
    let mut command = bash(world);
    let output = command.arg("-c").arg(script).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    said.split("\u{c}\n").map(ToOwned::to_owned).collect()
}

/// A shell on a machine where nobody has been before, on a day in April.
fn bash(world: &Path) -> Command {
    let binary = Path::new(env!("CARGO_BIN_EXE_ledger"));
    let path = std::env::join_paths(
        [binary.parent().unwrap().to_owned()].into_iter().chain(std::env::split_paths(&path())),
    );
    let mut command = Command::new("bash");
    command
        .current_dir(world)
        .env_clear()
        .env("PATH", path.unwrap())
        .env("HOME", world)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "李强")
        .env("GIT_AUTHOR_EMAIL", "liqiang@example.com")
        .env("GIT_COMMITTER_NAME", "李强")
        .env("GIT_COMMITTER_EMAIL", "liqiang@example.com")
        .env("LC_ALL", "C.UTF-8")
        .env("LEDGER_TODAY", "2026-04-20");
    command
}

#[expect(clippy::disallowed_methods, reason = "the tests' own shell needs the path to git")]
fn path() -> std::ffi::OsString {
    std::env::var_os("PATH").unwrap()
}

/// Whether the lines are those expected, where `...` stands for any.
fn matches(expected: &[String], said: &[&str]) -> bool {
    match (expected.split_first(), said.split_first()) {
        (None, None) => true,
        (Some((dots, rest)), _) if dots == "..." => {
            (0..=said.len()).any(|skipped| matches(rest, &said[skipped..]))
        }
        (Some((line, rest)), Some((first, others))) => line == first && matches(rest, others),
        _ => false,
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}
