//! The rules of the audit: what each is called, what it looks for, why that is asked about, and what would explain it.

use serde::Serialize;

/// The rules, in the order in which their findings are told: what changes most of what was reported first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// 补记: the day a log entry or the finishing states lies well before the day it was kept.
    Backdated,
    /// 迟到并入: a step that a merge brings in after the deadline that it bears on: work done offline, or a clock set back.
    LateArrival,
    /// 时钟不符: a commit or an entry states another day than the one on which it was kept.
    Clock,
    /// 时限变动: a promised deadline was moved without an extension.
    DeadlineMoved,
    /// 逾期后延期: an extension recorded after the deadline it moves had passed.
    LateExtension,
    /// 未经批准: an extension that names nobody who approved it.
    Unapproved,
    /// 自批延期: an extension approved by who asks for it, who answers for the task, or nobody known.
    SelfApproved,
    /// 移动标尺: what a task is judged by was changed when it could be judged, or the task was taken out of judgement.
    Goalposts,
    /// 口径变动: settings that judge were changed.
    RulesChanged,
    /// 绕过办理: a status, a day of finishing or an entry of the life cycle did not come from its verb.
    Bypassed,
    /// 自报自核: accepted by the one who had reported it done.
    SelfAccepted,
    /// 一手报核: reported done and accepted in commits of one person, whatever names stand in the log.
    SameHand,
    /// 未经核销: done without the review that the settings ask for.
    SkippedReview,
    /// 事后作废: a registration made void that could be judged already, or that somebody had worked on.
    Voided,
    /// 删除任务: a task's file is gone.
    Deleted,
    /// 改写记录: an entry of the log was changed or taken away.
    LogRewritten,
    /// 冒名修改: the commit names a command that cannot have made this change.
    Forged,
    /// 手工修改: tasks were changed without this program.
    ByHand,
    /// 历史丢失: a tip that was seen before is no longer in the history.
    TipLost,
    /// 没有签名: the commit is not signed by who it says made it, and the settings ask for that.
    Unsigned,
}

/// What is said of a rule.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// In the reports' data.
    pub key: &'static str,
    /// On paper.
    pub label: &'static str,
    /// What it looks for.
    pub what: &'static str,
    /// Why that is asked about.
    pub why: &'static str,
    /// What would explain it.
    pub remedy: &'static str,
}

const ROWS: [(Rule, Words); 20] = [
    (
        Rule::Backdated,
        Words {
            key: "backdated",
            label: "补记",
            what: "办结日期或办理记录的日期，比存入历史早 3 个工作日以上（[audit] backdate_days 可以更少，不能更多）",
            why: "事后补写的日期可以把逾期写成按期",
            remedy: "当时的文件、签到、照片等能证明日期的材料；建账时带来的，说明出处",
        },
    ),
    (
        Rule::LateArrival,
        Words {
            key: "late-arrival",
            label: "迟到并入",
            what: "办结、延期写的是时限以前，时限过了才随交换并入",
            why: "离线所记和拨了时钟，在历史里看不出分别",
            remedy: "离线的原因，和当时能证明日期的材料",
        },
    ),
    (
        Rule::Clock,
        Words {
            key: "clock",
            label: "时钟不符",
            what: "提交或记录写的日期，和它前后的提交对不上，或在以后",
            why: "日期靠不住，其余的判断就靠不住",
            remedy: "那台电脑的时钟出了什么问题，几时改正的",
        },
    ),
    (
        Rule::DeadlineMoved,
        Words {
            key: "deadline-moved",
            label: "时限变动",
            what: "完成时限、频次或阶段时限改了，同一次修改里没有延期记录",
            why: "时限只能经批准延期；改了时限，逾期就不见了",
            remedy: "谁批准改的、哪一天；以后请用 ledger extend",
        },
    ),
    (
        Rule::LateExtension,
        Words {
            key: "late-extension",
            label: "逾期后延期",
            what: "时限已经过了才登记的延期",
            why: "先逾期后延期，逾期不因此勾销",
            remedy: "批准的日期和凭据；批准在前的，登记时写 --approved-on",
        },
    ),
    (
        Rule::Unapproved,
        Words {
            key: "unapproved",
            label: "未经批准",
            what: "延期没有批准人",
            why: "延期要有人批准",
            remedy: "是谁批准的，有什么凭据",
        },
    ),
    (
        Rule::SelfApproved,
        Words {
            key: "self-approved",
            label: "自批延期",
            what: "延期的批准人就是登记人、责任人，或不在设置的人员里",
            why: "自己的时限不能自己批",
            remedy: "批准的凭据；批准人不在名册里的，请补进 ledger.toml",
        },
    ),
    (
        Rule::Goalposts,
        Words {
            key: "goalposts",
            label: "移动标尺",
            what: "时限已过或已经办结，又改了分值、单位、标准、内容、名称、阶段等；逾期的取消了；登记当天就办结",
            why: "任务拿什么来评，评的时候不能再改",
            remedy: "为什么改、谁同意的",
        },
    ),
    (
        Rule::RulesChanged,
        Words {
            key: "rules-changed",
            label: "口径变动",
            what: "改了办结、考评、灯、审计、阶段、节假日、单位等设置",
            why: "同一件事，口径一改结论就变",
            remedy: "为什么改、谁同意的、从哪一天起",
        },
    ),
    (
        Rule::Bypassed,
        Words {
            key: "bypassed",
            label: "绕过办理",
            what: "状态、办结日期或办理记录不是由办理命令改的",
            why: "绕过命令，就绕过了核销和记录",
            remedy: "为什么直接改；以后请用 ledger done、accept、return、reopen 等",
        },
    ),
    (
        Rule::SelfAccepted,
        Words {
            key: "self-accepted",
            label: "自报自核",
            what: "报办结的人自己核销",
            why: "核销要由别人来看",
            remedy: "谁看过、有什么凭据；请由别人重新核销",
        },
    ),
    (
        Rule::SameHand,
        Words {
            key: "same-hand",
            label: "一手报核",
            what: "报办结和核销出自同一个人的提交，不管记录里写的是谁",
            why: "写别人的名字并不等于别人看过",
            remedy: "谁看过、有什么凭据；一人代录的，写进 [audit] recorders",
        },
    ),
    (
        Rule::SkippedReview,
        Words {
            key: "skipped-review",
            label: "未经核销",
            what: "台账要求核销，没有核销就成了已办结",
            why: "没有人看过就销了号",
            remedy: "谁看过、有什么凭据；请重开后照常核销",
        },
    ),
    (
        Rule::Voided,
        Words {
            key: "voided",
            label: "事后作废",
            what: "时限已过或已有办理记录的任务作废了",
            why: "作废的不计入任何统计",
            remedy: "为什么是登记错了，同哪一项重复",
        },
    ),
    (
        Rule::Deleted,
        Words {
            key: "deleted",
            label: "删除任务",
            what: "任务文件被删除",
            why: "删了就查不到；不办的用 ledger cancel，登记错的用 ledger void",
            remedy: "删的是什么、为什么",
        },
    ),
    (
        Rule::LogRewritten,
        Words {
            key: "log-rewritten",
            label: "改写记录",
            what: "原有的办理记录被改写或删除",
            why: "办理记录只增不改",
            remedy: "原来写错了什么；更正请另记一条",
        },
    ),
    (
        Rule::Forged,
        Words {
            key: "forged",
            label: "冒名修改",
            what: "提交自称是某个命令，改动却不是这个命令做得出来的",
            why: "这样的提交只能是有意做出来的",
            remedy: "是谁、用什么做的",
        },
    ),
    (
        Rule::ByHand,
        Words {
            key: "by-hand",
            label: "手工修改",
            what: "没有经过本程序改的任务、佐证材料、审计说明或签名名册",
            why: "手工改的没有经过检查",
            remedy: "改了什么、为什么；以后请用命令，或 ledger edit",
        },
    ),
    (
        Rule::TipLost,
        Words {
            key: "tip-lost",
            label: "历史丢失",
            what: "交换时看到过的提交，后来不在历史里：有人改写过历史（git push --force、git commit --amend 等）",
            why: "改写过的历史，原来有过什么就看不到了",
            remedy: "谁改写的、为什么；丢了的修改在哪里",
        },
    ),
    (
        Rule::Unsigned,
        Words {
            key: "unsigned",
            label: "没有签名",
            what: "台账要求签名（[audit] signatures），提交却没有本人的签名，或分不清是谁的",
            why: "没有签名，提交里的姓名只是写上去的",
            remedy: "是谁做的；以后请先运行 ledger whoami --sign",
        },
    ),
];

impl Rule {
    /// Every rule, in the order of the table, which is the order in which they are declared.
    pub const ALL: [Self; ROWS.len()] = {
        let mut all = [Self::Backdated; ROWS.len()];
        let mut at = 0;
        while at < ROWS.len() {
            all[at] = ROWS[at].0;
            assert!(all[at] as usize == at);
            at += 1;
        }
        all
    };

    /// What is said of it.
    pub fn words(self) -> Words {
        ROWS[self as usize].1
    }

    /// The word in the reports' data.
    pub fn key(self) -> &'static str {
        self.words().key
    }

    /// The word on paper.
    pub fn label(self) -> &'static str {
        self.words().label
    }

    /// Reads either word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| [rule.key(), rule.label()].contains(&word))
    }
}
