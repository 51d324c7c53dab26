//! People sign what they do, with real keys of ssh's, and others try to do it in their names.
//!
//! Where ssh-keygen is not installed the tests are ignored, and said to be.

#![expect(clippy::unwrap_used, reason = "a test ends at what it did not expect")]

#[path = "../stories/common.rs"]
#[allow(dead_code, reason = "the world of the stories has more in it than is used here")]
mod common;
#[path = "../needs/mod.rs"]
mod needs;
#[path = "../stories/sample.rs"]
#[allow(dead_code, unused_imports, reason = "of the sample, only what a world begins with is used here")]
mod sample;

use std::fs;
use std::process::{Command, ExitCode};

use serde_json::Value;

use crate::common::World;
use crate::needs::{given, run};

fn main() -> ExitCode {
    run(vec![
        given(ssh_keygen, two_people_sign_and_nothing_is_found),
        given(ssh_keygen, nobody_does_anything_in_her_name),
        given(ssh_keygen, nobody_enters_a_key_in_her_name),
        given(ssh_keygen, a_key_brought_twice_is_nobodys),
        given(ssh_keygen, signatures_are_asked_for_once_and_for_good),
        given(ssh_keygen, a_new_key_is_vouched_for_by_the_old_one),
        given(ssh_keygen, a_setup_that_fails_changes_nothing),
        given(ssh_keygen, no_program_that_a_repository_names_is_run),
        given(ssh_keygen, two_people_enter_at_the_same_time),
    ])
}

/// Proof that ssh-keygen was there.
struct Keys;

fn ssh_keygen() -> Result<Keys, String> {
    let is_there = Command::new("ssh-keygen").arg("-?").output().is_ok();
    is_there.then_some(Keys).ok_or_else(|| "ssh-keygen is not installed".to_owned())
}

const SETTINGS: &str = "name = \"工作台账\"\nunit = \"某局\"\nyear = 2026\n\n[[office]]\nname = \"综合科\"\n\
    people = [\"李强\", \"王敏\"]\n\n[audit]\nsignatures = true\n";

/// A ledger that 李强 founded and signs, which asks for signatures since its second commit.
fn world() -> World {
    let mut world = World::empty();
    world.on("2026-06-01");
    let key = key(&world, "李强");
    world.must(["init", "--sign", "--key", &key]);
    world.write("ledger.toml", SETTINGS);
    world.must(["check", "--fix"]);
    world
}

/// The public key of a person, made where there is none yet.
fn key(world: &World, name: &str) -> String {
    let file = world.path("../钥匙").join(name);
    if !file.exists() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let words = ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f"];
        let made = world.command("ssh-keygen").args(words).arg(&file).status().unwrap();
        assert!(made.success());
    }
    format!("{}.pub", file.display())
}

/// Somebody sits down, with their key.
fn sits_down(world: &World, name: &str) {
    world.is(name);
    world.must(["whoami", "--sign", "--key", &key(world, name)]);
}

/// Somebody says that they are another, to git.
fn says_to_be(world: &World, name: &str, mail: &str) {
    world.git(["config", "user.name", name]);
    world.git(["config", "user.email", mail]);
}

/// What the audit finds, the newest first: rule and detail.
#[track_caller]
fn found(world: &World) -> Vec<String> {
    let said = world.must(["audit", "--format", "json"]);
    let found: Vec<Value> = serde_json::from_str(&said.stdout).unwrap();
    let told = |finding: &Value| {
        ["rule", "detail"].iter().filter_map(|key| finding[*key].as_str()).collect::<Vec<_>>().join(" ")
    };
    found.iter().map(told).collect()
}

/// Adds an empty task in Notepad and commits it as `ledger add` would.
fn add_by_hand(world: &World, number: u32, words: &[&str]) {
    world.write(&format!("tasks/2026/{number:03}.toml"), format!("title = \"任务{number}\"\n"));
    world.git(["add", "--all"]);
    let message = format!("登记 2026-{number:03}\n\nLedger-Op: add\nLedger-Task: 2026-{number:03}");
    world.git([&["commit", "--quiet", "-m", &message], words].concat());
}

fn two_people_sign_and_nothing_is_found(_: &Keys) {
    let mut world = world();
    world.must(["add", "制定方案", "--due", "2026-07-20"]);
    sits_down(&world, "王敏");
    world.on("2026-06-02");
    world.must(["note", "1", "已拟定初稿"]);
    world.must(["undo"]);
    sits_down(&world, "李强");
    world.on("2026-06-03");
    world.must(["done", "1"]);
    assert_eq!(found(&world), Vec::<String>::new());
    // Git says the same by itself, as it was set up here.
    assert_eq!(world.git(["log", "--format=%G?"]).trim().replace('\n', ""), "GGGGGGG");
    // Where nobody knows UTF-8 it is the same.
    world.set_variable("LC_ALL", "C");
    assert_eq!(found(&world), Vec::<String>::new());
    let entered = world.git(["log", "--format=%an %B", "--diff-filter=AM", "--", "allowed_signers"]);
    assert!(entered.contains("王敏 登记钥匙 王敏 <王敏@example.com>\n\nLedger-Op: sign"), "{entered}");
    assert_eq!(world.read("allowed_signers").lines().count(), 2);
}

fn nobody_does_anything_in_her_name(_: &Keys) {
    let world = world();
    sits_down(&world, "王敏");
    // 李强 takes her name, and signs nothing.
    sits_down(&world, "李强");
    says_to_be(&world, "王敏", "王敏@example.com");
    add_by_hand(&world, 1, &["--no-gpg-sign"]);
    // With his own key.
    add_by_hand(&world, 2, &[]);
    // With his own key and mail.
    says_to_be(&world, "王敏", "liqiang@example.com");
    add_by_hand(&world, 3, &[]);
    // As himself, what she is said to have done.
    says_to_be(&world, "李强", "liqiang@example.com");
    add_by_hand(&world, 4, &["--author", "王敏 <王敏@example.com>"]);
    // With a mail that nobody knows.
    says_to_be(&world, "王敏", "wm@example.com");
    add_by_hand(&world, 5, &[]);
    // And what he signed himself, with other words.
    says_to_be(&world, "李强", "liqiang@example.com");
    add_by_hand(&world, 6, &[]);
    let signed = world.git(["cat-file", "commit", "HEAD"]).replace("登记", "注册");
    world.write("../换过的", signed);
    let altered = world.git(["hash-object", "-t", "commit", "-w", "../换过的"]);
    world.git(["reset", "--quiet", "--hard", altered.trim()]);
    insta::assert_snapshot!(found(&world).join("\n"), @"
    unsigned 写的是 李强 <liqiang@example.com>，签名和内容对不上（注册 2026-006）
    unsigned 写的是 王敏 <wm@example.com>，allowed_signers 里没有登记这个邮箱的钥匙（登记 2026-005）
    unsigned 写的是 王敏 <王敏@example.com>，存入并签名的却是 李强 <liqiang@example.com>（登记 2026-004）
    unsigned 写的是 王敏 <liqiang@example.com>，allowed_signers 里这个邮箱登记的是 李强（登记 2026-003）
    unsigned 写的是 王敏 <王敏@example.com>，签名用的不是登记给这个人的钥匙（登记 2026-002）
    unsigned 写的是 王敏 <王敏@example.com>，没有签名（登记 2026-001）
    ");
    let said = world.must(["audit"]);
    assert!(said.stdout.contains("没有签名："), "{said}");
}

fn nobody_enters_a_key_in_her_name(_: &Keys) {
    let world = world();
    sits_down(&world, "王敏");
    sits_down(&world, "李强");
    let own = fs::read_to_string(key(&world, "李强")).unwrap();
    let own = own.trim().rsplit_once(' ').unwrap().0;
    let line = format!("王敏@example.com namespaces=\"git\" {own} 王敏\n");
    let entered = world.read("allowed_signers") + &line;
    let before = world.git(["rev-parse", "HEAD"]);
    let again = || world.git(["reset", "--quiet", "--hard", before.trim()]);
    // In Notepad, as himself.
    world.write("allowed_signers", &entered);
    world.must(["check", "--fix"]);
    insta::assert_snapshot!(found(&world).join("\n"), @"by-hand 没有经过本程序：改了签名名册 allowed_signers（手工修改 allowed_signers）");
    again();
    // As the command that does it.
    world.write("allowed_signers", &entered);
    world.commit_all("登记钥匙 王敏\n\nLedger-Op: sign");
    insta::assert_snapshot!(found(&world).join("\n"), @"forged 自称是“登记钥匙”，却在 allowed_signers 里登记了 王敏 <王敏@example.com> 的钥匙，登记的人是 李强 <liqiang@example.com>");
    again();
    // In her name: it is no key of hers that vouches.
    world.write("allowed_signers", &entered);
    says_to_be(&world, "王敏", "王敏@example.com");
    world.commit_all("登记钥匙 王敏\n\nLedger-Op: sign");
    insta::assert_snapshot!(found(&world).join("\n"), @"unsigned 写的是 王敏 <王敏@example.com>，签名用的不是登记给这个人的钥匙（登记钥匙 王敏）");
    again();
    // In her name, with a mail that nobody knows and a key of his own: she is there already.
    world.git(["config", "user.email", "wm@example.com"]);
    let said = world.must(["whoami", "--sign", "--key", &key(&world, "李强")]);
    assert!(said.stderr.contains("已经有"), "{said}");
    insta::assert_snapshot!(found(&world).join("\n"), @"unsigned 给 王敏 <wm@example.com> 登记了钥匙，allowed_signers 里已经有 王敏 <王敏@example.com>，分不清是不是同一个人（登记钥匙 王敏 <wm@example.com>）");
    again();
    // By another command, with hers taken away.
    says_to_be(&world, "李强", "liqiang@example.com");
    world.write("allowed_signers", &line);
    world.commit_all("说明\n\nLedger-Op: explain");
    insta::assert_snapshot!(found(&world).join("\n"), @"forged 自称是“说明”，却换掉了 allowed_signers");
    again();
    // Where two lines join that each let somebody in.
    world.git(["switch", "--quiet", "--create", "旁路"]);
    world.git(["config", "--unset", "user.name"]);
    world.git(["config", "--unset", "user.email"]);
    sits_down(&world, "赵蕾");
    world.git(["switch", "--quiet", "main"]);
    sits_down(&world, "陈刚");
    sits_down(&world, "李强");
    world.git(["merge", "--quiet", "--no-commit", "旁路"]);
    world.write("allowed_signers", world.read("allowed_signers") + &line);
    world.commit_all("合并");
    insta::assert_snapshot!(found(&world).join("\n"), @"by-hand 合并时又作了手工修改：改了签名名册 allowed_signers（合并）");
    again();
    // What lies in the folder counts for nothing.
    add_by_hand(&world, 1, &["--author", "李强 <liqiang@example.com>"]);
    world.write("allowed_signers", "");
    assert_eq!(found(&world), Vec::<String>::new());
}

fn a_key_brought_twice_is_nobodys(_: &Keys) {
    let world = world();
    world.must(["add", "制定方案"]);
    let old = world.git(["rev-parse", "HEAD"]);
    sits_down(&world, "王敏");
    world.must(["note", "1", "已拟定初稿"]);
    // 李强 goes back to before she came, enters a key as her, and joins that to what there is.
    world.git(["switch", "--quiet", "--create", "旁路", old.trim()]);
    let other = key(&world, "冒名");
    says_to_be(&world, "王敏", "王敏@example.com");
    world.must(["whoami", "--sign", "--key", &other]);
    world.must(["cancel", "1", "不办了"]);
    world.git(["switch", "--quiet", "main"]);
    world.git(["config", "--unset", "user.name"]);
    world.git(["config", "--unset", "user.email"]);
    sits_down(&world, "李强");
    world.git(["merge", "--quiet", "--no-edit", "-X", "theirs", "旁路"]);
    let found = found(&world);
    let rivals = found.iter().filter(|told| told.contains("分不清哪一把是本人的")).count();
    assert_eq!(rivals, 2, "{found:?}");
}

fn signatures_are_asked_for_once_and_for_good(_: &Keys) {
    let world = World::empty();
    world.must(["init"]);
    world.must(["add", "制定方案"]);
    let key = key(&world, "李强");
    world.must(["whoami", "--sign", "--key", &key]);
    assert_eq!(found(&world), Vec::<String>::new());
    world.write("ledger.toml", SETTINGS);
    world.must(["add", "动员部署"]);
    world.must(["check", "--fix"]);
    assert_eq!(found(&world), Vec::<String>::new());
    // Turned off again, it is asked for all the same.
    world.write("ledger.toml", SETTINGS.replace("true", "false"));
    world.must(["check", "--fix"]);
    world.git(["config", "commit.gpgsign", "false"]);
    world.must(["note", "1", "没有签名的"]);
    insta::assert_snapshot!(found(&world).join("\n"), @"unsigned 写的是 李强 <liqiang@example.com>，没有签名（进展 2026-001 制定方案：没有签名的）");
}

fn a_new_key_is_vouched_for_by_the_old_one(_: &Keys) {
    let world = world();
    let new = key(&world, "李强的新钥匙");
    insta::assert_snapshot!(world.run(["whoami", "--sign", "--key", &new, "--dry-run"]), @"（试运行，没有改动）登记钥匙 李强 <liqiang@example.com>");
    insta::assert_snapshot!(world.run(["whoami", "--sign", "--key", &new]), @"
    登记钥匙 李强 <liqiang@example.com>
    --- stderr
    以后在这个仓库里的每次修改都用 …/钥匙/李强的新钥匙.pub 签名
    ");
    world.must(["add", "制定方案"]);
    assert_eq!(found(&world), Vec::<String>::new());
    insta::assert_snapshot!(world.run(["whoami", "--sign", "--key", &new]), @"
    钥匙已经登记过，只设了签名
    --- stderr
    以后在这个仓库里的每次修改都用 …/钥匙/李强的新钥匙.pub 签名
    ");
    // On another computer, where nothing is signed yet, nothing vouches.
    world.git(["config", "--unset", "commit.gpgsign"]);
    let third = key(&world, "李强的第三把");
    insta::assert_snapshot!(world.run(["whoami", "--sign", "--key", &third]), @"
    登记钥匙 李强 <liqiang@example.com>
    --- stderr
    注意：allowed_signers 里已经有您的另一把钥匙，这一把没有由它签名登记：要求签名的台账，审计会列出这一次。那一把还在的，请到用它签名的电脑上登记这一把；那一把不是您的，请马上告诉台账的负责人
    以后在这个仓库里的每次修改都用 …/钥匙/李强的第三把.pub 签名
    ");
    insta::assert_snapshot!(found(&world).join("\n"), @"unsigned 写的是 李强 <liqiang@example.com>，签名用的不是登记给这个人的钥匙（登记钥匙 李强 <liqiang@example.com>）");
    // Of a key whose secret half is elsewhere, the list learns; here one goes on signing with the other.
    world.must(["whoami", "--sign", "--key", &new]);
    let elsewhere = key(&world, "李强的第四把");
    fs::remove_file(elsewhere.strip_suffix(".pub").unwrap()).unwrap();
    insta::assert_snapshot!(world.run(["whoami", "--sign", "--key", &elsewhere]), @"
    登记钥匙 李强 <liqiang@example.com>
    --- stderr
    它的私钥不在这台电脑上，这里仍用原来的钥匙签名
    ");
    world.must(["note", "1", "接着签名"]);
    assert_eq!(found(&world).len(), 1);
    // Nor does anybody take another's mail.
    says_to_be(&world, "王敏", "liqiang@example.com");
    insta::assert_snapshot!(world.run(["whoami", "--sign", "--key", &third]), @"
    --- stderr
    错误：allowed_signers 里邮箱 liqiang@example.com 登记的是“李强”，您在 git 里的姓名是“王敏”，没有改动；请用那个姓名，或换自己的邮箱
    --- exit 1
    ");
}

fn a_setup_that_fails_changes_nothing(_: &Keys) {
    let world = world();
    world.is("王敏");
    let config = world.read(".git/config");
    let state = world.state();
    let refused = |words: &[&str]| {
        let said = world.run([&["whoami", "--sign"], words].concat());
        assert_eq!(said.code, 1, "{said}");
        assert_eq!(world.read(".git/config"), config);
        assert_eq!(world.state(), state);
        said.to_string()
    };
    insta::assert_snapshot!(refused(&[]), @"
    --- stderr
    错误：在“…/家/.ssh”里没有找到 ssh 钥匙（id_ed25519.pub、id_ecdsa.pub、id_rsa.pub），没有改动；请先运行 ssh-keygen -t ed25519 做一把，再运行一次；钥匙在别处的用 --key 文件 指明
    --- exit 1
    ");
    insta::assert_snapshot!(refused(&["--key", "ledger.toml"]), @"
    --- stderr
    错误：“…/台账/ledger.toml”不是 ssh 的公钥文件，没有改动；公钥文件的名字以 .pub 结尾，里面一行 ssh-ed25519 AAAA…
    --- exit 1
    ");
    insta::assert_snapshot!(refused(&["--key", "没有的.pub"]), @"
    --- stderr
    错误：读不了钥匙文件“…/台账/没有的.pub”，没有改动：没有这个文件或文件夹
    --- exit 1
    ");
    // A public key alone signs nothing.
    let key = key(&world, "王敏");
    fs::rename(key.strip_suffix(".pub").unwrap(), world.path("../藏起来的")).unwrap();
    assert!(refused(&["--key", &key]).contains("没有改动"));
}

fn no_program_that_a_repository_names_is_run(_: &Keys) {
    let world = world();
    let ran = world.path("../运行过");
    let evil = world.script("坏程序", &format!("touch '{}'", ran.display()));
    // Signatures of every kind that git would ask a program about.
    let tree = world.git(["rev-parse", "HEAD^{tree}"]);
    for kind in ["PGP SIGNATURE", "SIGNED MESSAGE", "SSH SIGNATURE"] {
        let head = world.git(["rev-parse", "HEAD"]);
        let person = "李强 <liqiang@example.com> 1780300000 +0800";
        let commit = format!(
            "tree {}\nparent {}\nauthor {person}\ncommitter {person}\ngpgsig -----BEGIN {kind}-----\n \n \
             AAAA\n -----END {kind}-----\n\n没有改动\n",
            tree.trim(),
            head.trim()
        );
        world.write("../提交", commit);
        let made = world.git(["hash-object", "-t", "commit", "-w", "../提交"]);
        world.git(["reset", "--quiet", "--hard", made.trim()]);
    }
    let settings = [
        "gpg.program",
        "gpg.openpgp.program",
        "gpg.x509.program",
        "gpg.ssh.program",
        "gpg.ssh.defaultKeyCommand",
    ];
    for setting in settings {
        world.git(["config", setting, &evil]);
    }
    world.git(["config", "gpg.ssh.allowedSignersFile", "/dev/null"]);
    let found = found(&world);
    assert_eq!(found.len(), 3, "{found:?}");
    world.must(["whoami"]);
    assert!(!ran.exists());
    // Nor does anybody begin to sign with it.
    world.git(["config", "commit.gpgsign", "false"]);
    let key = key(&world, "李强");
    insta::assert_snapshot!(world.run(["whoami", "--sign", "--key", &key]), @"
    --- stderr
    错误：这个仓库自己的设置里写着 gpg.program，签名时要运行它说的程序，没有改动；不是您写的，请运行 git config --local --unset-all gpg.program 删去
    --- exit 1
    ");
    assert!(!ran.exists());
    // Plain git does run it: that is why it is told not to.
    world.git(["log", "--format=%G?"]);
    assert!(ran.exists());
}

fn two_people_enter_at_the_same_time(_: &Keys) {
    let world = world();
    world.git(["init", "--quiet", "--bare", "../共用.git"]);
    world.git(["remote", "add", "origin", "../共用.git"]);
    world.must(["sync"]);
    world.git(["clone", "--quiet", "../共用.git", "../王敏的台账"]);
    world.is("王敏");
    let there = |words: &[&str]| {
        let said = world.run_in("../王敏的台账", words);
        assert_eq!(said.code, 0, "{said}");
    };
    there(&["whoami", "--sign", "--key", &key(&world, "王敏")]);
    there(&["add", "王敏的任务"]);
    world.is("赵蕾");
    world.must(["whoami", "--sign", "--key", &key(&world, "赵蕾")]);
    world.must(["add", "赵蕾的任务"]);
    world.must(["sync"]);
    world.is("王敏");
    there(&["sync"]);
    world.is("赵蕾");
    world.must(["sync"]);
    assert_eq!(world.read("allowed_signers").lines().count(), 3);
    assert_eq!(found(&world), Vec::<String>::new());
}
