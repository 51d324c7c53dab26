//! The layout of 我是谁.

use super::Occasion;
use super::page::{Cell, Column, Page, Row, Section, Table};
use crate::report::whoami::{Source, Stated, Whoami};

/// Who works here, on a page.
pub fn whoami(whoami: &Whoami, occasion: Occasion<'_>) -> Page {
    let mut page = occasion.page("我是谁");
    // Where there is no ledger, it has no name.
    page.title = page.title.trim_start().to_owned();
    let rows = rows(whoami).into_iter().map(|(name, said)| Row::item(vec![Cell::new(name), Cell::new(said)]));
    let columns = vec![Column::short("栏目"), Column::text("内容", 30)];
    page.sections.push(Section::default().with_table(Table::form(columns, rows.collect())));
    if whoami.name.is_none() {
        page.notes.push("请告诉 git 您的姓名：git config --global user.name 张三".to_owned());
    }
    if whoami.mail.is_none() {
        page.notes
            .push("请告诉 git 您的邮箱：git config --global user.email zhangsan@example.com".to_owned());
    }
    page
}

fn rows(whoami: &Whoami) -> Vec<(&'static str, String)> {
    let told = |stated: &Option<Stated>| match stated {
        Some(stated) => format!("{}（{}）", stated.value, source(stated.source)),
        None => "git 还不知道".to_owned(),
    };
    let none = |said: &Option<String>, why: &str| said.clone().unwrap_or_else(|| why.to_owned());
    let mut rows = vec![("姓名", told(&whoami.name)), ("邮箱", told(&whoami.mail))];
    if whoami.ledger.is_some() && whoami.name.is_some() {
        let named: Vec<&str> = whoami.offices.iter().chain(&whoami.bodies).map(String::as_str).collect();
        rows.push((
            "人员名单",
            match named.as_slice() {
                [] if !whoami.has_people => "ledger.toml 里还没有写人员".to_owned(),
                [] => "ledger.toml 的人员里没有这个姓名；请核对，或补上".to_owned(),
                named => named.join("、"),
            },
        ));
    }
    rows.push(("台账", none(&whoami.ledger, "这里没有台账；建立用 ledger init")));
    rows.push(("仓库", none(&whoami.repository, "不在 git 仓库里")));
    if whoami.repository.is_some() {
        rows.push(("分支", none(&whoami.branch, "不在任何分支上")));
        rows.push((
            "交换",
            match &whoami.exchange {
                Some(exchange) if exchange.waiting > 0 => {
                    format!("{} {}，有 {} 次修改等着送出", exchange.name, exchange.address, exchange.waiting)
                }
                Some(exchange) => format!("{} {}，没有等着送出的", exchange.name, exchange.address),
                None => "没有设交换的地址".to_owned(),
            },
        ));
        rows.push(("签名", signing(whoami)));
    }
    rows
}

fn signing(whoami: &Whoami) -> String {
    match &whoami.key {
        _ if !whoami.signs => "不签名；要签名请运行 ledger whoami --sign".to_owned(),
        None => "签名，没有写明用哪把钥匙".to_owned(),
        Some(key) => {
            let listed = if key.is_listed {
                "已登记"
            } else {
                "没有登记在这个邮箱名下；请运行 ledger whoami --sign"
            };
            format!("签名，钥匙 {}（{}），{listed}", key.key.value, source(key.key.source))
        }
    }
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Repository => "本仓库的 git 设置",
        Source::User => "本人的 git 设置",
        Source::System => "本机的 git 设置",
        Source::Environment => "环境变量",
    }
}
