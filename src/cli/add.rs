//! `ledger add`

use anyhow::Result;

use super::context::Context;
use super::write::WriteArgs;
use super::{Misuse, Outcome, process, prompt};
use crate::core::field::Field;
use crate::core::task::Task;
use crate::ops::assign::{Assignment, Target, assign};

/// 登记一项任务，或照流程模板登记一整套；在终端上会逐项问没有写的
#[derive(Debug, clap::Args)]
#[command(visible_aliases = ["新增", "登记"])]
pub(super) struct Args {
    /// 任务名称
    #[arg(value_name = "任务名称")]
    title: Option<String>,
    /// 照 templates 文件夹里的流程模板登记一整套任务；不写是哪一个，就列出有哪些
    #[arg(
        long,
        value_name = "模板",
        num_args = 0..=1,
        default_missing_value = "",
        visible_alias = "模板",
        conflicts_with_all = ["long_term", "every", "times", "from", "until"]
    )]
    template: Option<String>,
    /// 用模板登记的项目叫什么，填在模板写 {name} 的地方
    #[arg(long, value_name = "名称", visible_alias = "名称", requires = "template")]
    name: Option<String>,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    write: WriteArgs,
}

#[derive(Debug, clap::Args)]
struct Fields {
    /// 重点任务，ledger.toml 里的一个
    #[arg(long, value_name = "重点任务", visible_alias = "重点任务")]
    domain: Option<String>,
    /// 具体举措
    #[arg(long, value_name = "举措", visible_alias = "具体举措")]
    measure: Option<String>,
    /// 阶段，ledger.toml 里的一个
    #[arg(long, value_name = "阶段", visible_alias = "阶段")]
    phase: Option<String>,
    /// 牵头单位
    #[arg(long, value_name = "单位", visible_alias = "牵头单位")]
    lead: Option<String>,
    /// 配合单位，可以写几个
    #[arg(long, value_name = "单位", visible_alias = "配合单位")]
    support: Vec<String>,
    /// 责任领导
    #[arg(long, value_name = "姓名", visible_alias = "责任领导")]
    leader: Option<String>,
    /// 责任人
    #[arg(long, value_name = "姓名", visible_alias = "责任人")]
    owner: Option<String>,
    /// 开始时间；用模板的不写则是今天
    #[arg(long, value_name = "日期", visible_alias = "开始时间")]
    start: Option<String>,
    /// 完成时限，如 2026-09-30、9月底前、三季度末；写的是文字的，原文也存下（明天、+7d 这类除外）
    #[arg(long, value_name = "日期", visible_alias = "完成时限", conflicts_with = "long_term")]
    due: Option<String>,
    /// 时限原文：方案里怎么写的
    #[arg(long, value_name = "原文", visible_alias = "时限原文")]
    due_text: Option<String>,
    /// 长期坚持，没有时限
    #[arg(long, visible_alias = "长期坚持")]
    long_term: bool,
    /// 频次：week 每周、month 每月、quarter 每季、half 每半年、year 每年
    #[arg(long, value_name = "频次", visible_alias = "频次")]
    every: Option<String>,
    /// 每个周期几次；不写则是一次
    #[arg(long, value_name = "次数", visible_alias = "次数")]
    times: Option<String>,
    /// 频次从哪一天起；不写则随开始时间或阶段
    #[arg(long, value_name = "日期", visible_alias = "起始日")]
    from: Option<String>,
    /// 频次到哪一天止；不写则随完成时限或阶段
    #[arg(long, value_name = "日期", visible_alias = "截止日")]
    until: Option<String>,
    /// 具体内容
    #[arg(long, value_name = "内容", visible_alias = "具体内容")]
    content: Option<String>,
    /// 完成标准
    #[arg(long, value_name = "标准", visible_alias = "完成标准")]
    standard: Option<String>,
    /// 任务依据：方案条款或文号
    #[arg(long, value_name = "依据", visible_alias = "任务依据")]
    basis: Option<String>,
    /// 考核分值；不写则按 1 分
    #[arg(long, value_name = "分值", visible_alias = "考核分值")]
    weight: Option<String>,
    /// 类别：task 任务、issue 问题整改、risk 风险点
    #[arg(long, value_name = "类别", visible_alias = "类别")]
    kind: Option<String>,
    /// 风险等级：高、中、低
    #[arg(long, value_name = "等级", visible_alias = "风险等级")]
    level: Option<String>,
    /// 上级任务的编号
    #[arg(long, value_name = "编号", visible_alias = "上级任务")]
    parent: Option<String>,
    /// 标签，可以写几个
    #[arg(long, value_name = "标签", visible_alias = "标签")]
    tag: Vec<String>,
    /// 可否列入公开版：true 或 false
    #[arg(long, value_name = "是否", visible_alias = "可公开")]
    public: Option<String>,
}

pub(super) fn run(args: Args, context: &Context) -> Result<Outcome> {
    let mut assignments = args.fields.assignments();
    if let Some(template) = args.template {
        let names = [args.title, args.name];
        return process::run(&process::Wanted { template, names, typed: assignments }, args.write, context);
    }
    assignments.extend(args.title.map(|title| Assignment::new(Target::Field(Field::Title), title)));
    let has_title = assignments.iter().any(|given| given.target == Target::Field(Field::Title));
    if context.interactive {
        // Asked before the lock is taken: a person may think for as long as they like. What was given has to be right
        // before anybody answers questions about the rest.
        let settings = context.workspace.store()?.settings()?;
        assign(&Task::default(), &settings, context.today, &assignments)?;
        prompt::missing(&settings, context.today, &mut assignments)?;
    } else if !has_title {
        return Err(
            Misuse("缺少任务名称；写法：ledger add \"组织开展警示教育\" --due 9月底前".to_owned()).into()
        );
    }
    let session = context.open()?;
    args.write.carry_out(session.add(&assignments)?)
}

impl Fields {
    fn assignments(self) -> Vec<Assignment> {
        let several = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join("、"));
        let given = [
            (Target::Field(Field::Domain), self.domain),
            (Target::Field(Field::Measure), self.measure),
            (Target::Field(Field::Phase), self.phase),
            (Target::Field(Field::Lead), self.lead),
            (Target::Field(Field::Support), several(self.support)),
            (Target::Field(Field::Leader), self.leader),
            (Target::Field(Field::Owner), self.owner),
            (Target::Field(Field::Start), self.start),
            // The day may bring its own wording; what was given as the wording wins.
            (Target::Field(Field::Due), self.due),
            (Target::Field(Field::DueText), self.due_text),
            (Target::Field(Field::LongTerm), self.long_term.then(|| "true".to_owned())),
            (Target::Every, self.every),
            (Target::Times, self.times),
            (Target::From, self.from),
            (Target::Until, self.until),
            (Target::Field(Field::Content), self.content),
            (Target::Field(Field::Standard), self.standard),
            (Target::Field(Field::Basis), self.basis),
            (Target::Field(Field::Weight), self.weight),
            (Target::Field(Field::Kind), self.kind),
            (Target::Field(Field::Level), self.level),
            (Target::Field(Field::Parent), self.parent),
            (Target::Field(Field::Tags), several(self.tag)),
            (Target::Field(Field::Public), self.public),
        ];
        given.into_iter().filter_map(|(target, typed)| Some(Assignment::new(target, typed?))).collect()
    }
}
