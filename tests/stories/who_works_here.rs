//! Somebody asks under which name they work, and with whom.

use serde_json::Value;

use crate::common::World;

#[test]
fn one_asks_who_one_is() {
    let world = World::with_ledger();
    insta::assert_snapshot!(world.run(["whoami"]), @"
    清廉机关建设工作台账　我是谁
    编制单位：某局　2026年6月30日　星期二

    栏目     内容
    ──────────────────────────────────────────────────
    姓名     李强（本人的 git 设置）
    邮箱     liqiang@example.com（本人的 git 设置）
    人员名单 综合科、清廉机关建设工作专班
    台账     …/台账
    仓库     …/台账
    分支     main
    交换     没有设交换的地址
    签名     不签名；要签名请运行 ledger whoami --sign
    ");
    insta::assert_snapshot!(world.run(["我是谁", "--format", "json"]), @r#"
    {
      "name": "李强",
      "name_from": "user",
      "email": "liqiang@example.com",
      "email_from": "user",
      "ledger": "…/台账",
      "repository": "…/台账",
      "branch": "main",
      "remote": null,
      "address": null,
      "waiting": null,
      "signing": false,
      "key": null,
      "key_from": null,
      "key_listed": null,
      "offices": [
        "综合科"
      ],
      "bodies": [
        "清廉机关建设工作专班"
      ]
    }
    "#);
    // With a name of this repository alone that nobody knows, and somewhere to send to.
    world.git(["config", "user.name", "赵磊"]);
    world.git(["init", "--quiet", "--bare", "../共用.git"]);
    world.git(["remote", "add", "origin", "../共用.git"]);
    world.must(["sync"]);
    world.must(["add", "制定方案"]);
    world.must(["note", "1", "已拟定初稿"]);
    insta::assert_snapshot!(world.run(["whoami"]), @"
    清廉机关建设工作台账　我是谁
    编制单位：某局　2026年6月30日　星期二

    栏目     内容
    ─────────────────────────────────────────────────────────
    姓名     赵磊（本仓库的 git 设置）
    邮箱     liqiang@example.com（本人的 git 设置）
    人员名单 ledger.toml 的人员里没有这个姓名；请核对，或补上
    台账     …/台账
    仓库     …/台账
    分支     main
    交换     origin ../共用.git，有 2 次修改等着送出
    签名     不签名；要签名请运行 ledger whoami --sign
    ");
}

#[test]
fn the_environment_may_say_who_one_is() {
    let mut world = World::with_ledger();
    world.by("赵蕾");
    let said = world.must(["whoami", "--format", "json"]);
    let facts: Value = serde_json::from_str(&said.stdout).unwrap();
    let told = |key: &str| facts[key].as_str().unwrap_or_default().to_owned();
    assert_eq!((told("name"), told("name_from")), ("赵蕾".to_owned(), "environment".to_owned()));
    assert_eq!((told("email"), told("email_from")), ("liqiang@example.com".to_owned(), "user".to_owned()));
}

#[test]
fn who_has_not_told_git_is_told_how() {
    let world = World::of_a_stranger();
    insta::assert_snapshot!(world.run(["whoami"]), @"
    我是谁
    2026年6月30日　星期二

    栏目 内容
    ─────────────────────────────────────
    姓名 git 还不知道
    邮箱 git 还不知道
    台账 这里没有台账；建立用 ledger init
    仓库 不在 git 仓库里

    请告诉 git 您的姓名：git config --global user.name 张三
    请告诉 git 您的邮箱：git config --global user.email zhangsan@example.com
    ");
    // Half of it is half of it.
    world.git(["config", "--global", "user.name", "张三"]);
    let said = world.must(["whoami"]);
    assert!(said.stdout.contains("张三") && said.stdout.contains("user.email"), "{said}");
}

#[test]
fn a_ledger_without_a_history_is_not_signed() {
    let world = World::empty();
    world.write("ledger.toml", "name = \"台账\"\nyear = 2026\n[git]\ncommit = false\n");
    world.write("../钥匙.pub", "ssh-ed25519 AAAA 李强\n");
    insta::assert_snapshot!(world.run(["whoami"]), @"
    台账　我是谁
    2026年6月30日　星期二

    栏目     内容
    ───────────────────────────────────────────────
    姓名     李强（本人的 git 设置）
    邮箱     liqiang@example.com（本人的 git 设置）
    人员名单 ledger.toml 里还没有写人员
    台账     …/台账
    仓库     不在 git 仓库里
    ");
    insta::assert_snapshot!(world.run(["whoami", "--sign", "--key", "../钥匙.pub"]), @"
    --- stderr
    错误：台账不存入 git 历史（ledger.toml 里 [git] commit = false），没有可签名的，没有改动
    --- exit 1
    ");
}

#[test]
fn what_asks_for_no_signature_takes_no_key() {
    let world = World::with_ledger();
    for words in
        [&["whoami", "--key", "a.pub"][..], &["whoami", "--dry-run"], &["init", "x", "--key", "a.pub"]]
    {
        assert_eq!(world.run(words).code, 2);
    }
}
