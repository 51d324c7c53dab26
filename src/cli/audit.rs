//! `ledger audit`

use anyhow::Result;

use super::context::Context;
use super::output::{Object, OutputArgs};
use super::parse::{Year, day};
use super::ui::tell;
use super::write::WriteArgs;
use super::{Misuse, Outcome};
use crate::core::audit::Rule;
use crate::core::settings::Settings;
use crate::printout;
use crate::report::audit::{Judged, Scope};
use crate::session::Reprint;

/// 历史审计：补记、时限变动、删除、改写、手工修改、自报自核等，逐条列出
#[derive(Debug, clap::Args)]
#[command(visible_alias = "审计", mut_arg("dry_run", |arg| arg.requires("explain")))]
pub(super) struct Args {
    /// 只看这一天以来的
    #[arg(long, value_name = "日期", visible_alias = "自", conflicts_with_all = ["explain", "printed"])]
    since: Option<String>,
    /// 只看这些规则，可以写几个，如 补记,手工修改
    #[arg(long, value_name = "规则", value_delimiter = ',', visible_alias = "规则", value_parser = rule, conflicts_with_all = ["explain", "printed"])]
    rule: Vec<Rule>,
    /// 只看结论：各规则、各人员多少条，先要问的是哪几条
    #[arg(long, visible_alias = "结论", conflicts_with_all = ["explain", "printed"])]
    summary: bool,
    /// 说明查出的问题是怎么回事，存入历史；写 提交/规则/编号，或只写提交
    #[arg(long, num_args = 2, value_names = ["哪一条", "说明"], visible_alias = "说明", conflicts_with = "printed")]
    explain: Option<Vec<String>>,
    /// 说明人；不写则是 git 里的姓名
    #[arg(long, value_name = "姓名", visible_alias = "说明人", requires = "explain")]
    by: Option<String>,
    /// 核对印件：页脚上的提交还在不在历史里，此后改了什么
    #[arg(long, value_name = "提交", visible_alias = "核对")]
    printed: Option<String>,
    /// 还有没说明的问题，或核对不符，退出码为 3
    #[arg(long, visible_alias = "退出码")]
    exit_code: bool,
    #[command(flatten)]
    write: WriteArgs,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

fn rule(typed: &str) -> Result<Rule, String> {
    let all: Vec<&str> = Rule::ALL.iter().map(|rule| rule.label()).collect();
    Rule::parse(typed.trim()).ok_or_else(|| format!("可选：{}", all.join("、")))
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    args.output.refuse_public("审计里都是姓名和改动的原文")?;
    match (&args.explain, &args.printed) {
        (Some(typed), _) => explain(args, typed, context),
        (_, Some(commit)) => printed(args, commit, context),
        _ => inspect(args, context),
    }
}

fn inspect(args: &Args, context: &Context) -> Result<Outcome> {
    let since =
        args.since.as_deref().map(|typed| day("起始日", typed, context.today, Year::OfToday)).transpose()?;
    let mut audit = context.workspace.audit(context.latest)?;
    audit.findings.retain(|judged| {
        let finding = &judged.finding;
        since.is_none_or(|since| finding.date >= since)
            && (args.rule.is_empty() || args.rule.contains(&finding.rule))
    });
    let settings = context.workspace.store()?.settings()?;
    tell_of_unseen(context, &settings);
    if args.summary {
        let summary = audit.summary();
        let facts = Object(summary.facts(audit.commits));
        context.emit(
            &args.output,
            &settings,
            |occasion| printout::audit_summary(&audit, occasion),
            &facts,
        )?;
    } else {
        let facts: Vec<_> = audit.findings.iter().map(Judged::facts).collect();
        context.emit(&args.output, &settings, |occasion| printout::audit(&audit, occasion), &facts)?;
    }
    Ok(if args.exit_code && audit.open().next().is_some() { Outcome::Found } else { Outcome::Done })
}

/// What has not been kept is not in the history, and might be taken for looked at.
fn tell_of_unseen(context: &Context, settings: &Settings) {
    if context.workspace.moment().is_some() || !settings.git.commit {
        return;
    }
    let count = context.workspace.unseen();
    if count > 0 {
        tell(&format!("注意：有 {count} 个文件手工改过，还没有存入历史，审计看不到；请先看 ledger check"));
    }
}

fn explain(args: &Args, typed: &[String], context: &Context) -> Result<Outcome> {
    if context.workspace.moment().is_some() {
        return Err(Misuse("过去的台账只能看，不能改；--explain 和 --as-of 不能一起用".to_owned()).into());
    }
    let [which, text] = [0, 1].map(|at| typed.get(at).map_or("", |typed| typed.trim()));
    if text.is_empty() {
        return Err(Misuse("说明不能是空的".to_owned()).into());
    }
    let session = context.open()?;
    let Some(scope) = Scope::parse(which, session.settings.year) else {
        return Err(Misuse(format!(
            "“{which}”不是审计里的一条；请照 ledger audit 列出的写：提交/规则/编号，如 1a2b3c4d5e/by-hand/2026-014，或只写提交"
        ))
        .into());
    };
    args.write.carry_out(session.explain(scope, which, text, args.by.as_deref(), context.latest)?)
}

fn printed(args: &Args, typed: &str, context: &Context) -> Result<Outcome> {
    let commit = typed.trim().to_lowercase();
    if commit.len() < 4 || !commit.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(Misuse(format!("“{typed}”不是提交；请照印件页脚“依据提交”后面的十位字写")).into());
    }
    let settings = context.workspace.store()?.settings()?;
    let Reprint { printed, since } = context.workspace.reprint(commit, context.latest)?;
    context.emit(
        &args.output,
        &settings,
        |occasion| printout::printed(&printed, &since, occasion),
        &Object(printed.facts(&since)),
    )?;
    Ok(if args.exit_code && !printed.is_kept { Outcome::Found } else { Outcome::Done })
}
