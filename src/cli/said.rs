//! What a step says (说明、原因、意见): one thing, under whichever of its names it is typed.

use clap::Arg;

/// The text of a step, typed behind the task or as an option.
#[derive(Debug, clap::Args)]
pub(super) struct SaidArgs {
    /// 要说的话
    #[arg(value_name = "说明", conflicts_with = "reason")]
    text: Option<String>,
    /// 要说的话，写成选项
    #[arg(
        long,
        value_name = "文字",
        visible_aliases = ["text", "note", "原因", "说明", "内容", "意见"],
        aliases = ["理由", "备注"]
    )]
    reason: Option<String>,
}

impl SaidArgs {
    /// What was said, if anything.
    pub(super) fn get(&self) -> Option<&str> {
        let said = self.text.as_deref().or(self.reason.as_deref()).map(str::trim);
        said.filter(|said| !said.is_empty())
    }

    /// What was said to a verb that cannot do without; the verb refuses what is empty.
    pub(super) fn needed(&self) -> &str {
        self.get().unwrap_or_default()
    }
}

/// What a verb calls its text, where it cannot do without.
pub(super) fn required(name: &'static str, help: &'static str) -> impl FnOnce(Arg) -> Arg {
    move |text| text.value_name(name).help(help).required_unless_present("reason")
}
