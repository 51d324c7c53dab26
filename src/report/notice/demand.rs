//! 督办要求: what an office is told to do, and by when.

use super::Slip;
use crate::core::notice::Cause;
use crate::core::repeat::Obligation;
use crate::core::writing::plain_day;

/// What is required, in the words of the colour.
pub(super) fn demand(slip: &Slip<'_>) -> String {
    let reply_by = plain_day(slip.reply_by);
    let deadline = slip.judged.standing.deadline.date.map(plain_day);
    let demanded = match slip.cause {
        Cause::Overdue => overdue(slip, &reply_by),
        Cause::Blocked => {
            let then = deadline.map(|day| format!("，确保于{day}前办结")).unwrap_or_default();
            format!(
                "请于{reply_by}前书面说明受阻原因、已采取的措施和需要协调解决的事项，提出下一步安排和预计完成时间；\
                 能自行解决的，抓紧推进{then}。"
            )
        }
        Cause::Behind => {
            let then = deadline.map(|day| format!("，确保于{day}前办结")).unwrap_or_default();
            format!("请加快进度，于{reply_by}前书面反馈滞后原因、整改措施和进度安排{then}。")
        }
        Cause::Soon => soon(slip, &reply_by),
        Cause::Asked => match deadline {
            Some(day) => {
                format!("请抓紧推进，于{reply_by}前书面反馈办理进展，确保于{day}前办结。")
            }
            None => format!("请抓紧推进，于{reply_by}前书面反馈办理进展。"),
        },
    };
    match slip.numbered.times {
        0 | 1 => demanded,
        times => format!("此前已督办{}次，仍未办结。{demanded}", times - 1),
    }
}

fn overdue(slip: &Slip<'_>, reply_by: &str) -> String {
    let demanded = if slip.owed.is_empty() {
        format!(
            "请抓紧办理，于{reply_by}前办结并书面反馈；确不能如期办结的，书面说明原因、进展和预计完成时间。"
        )
    } else {
        format!(
            "请抓紧补办{}，于{reply_by}前补办到位并书面反馈；确不能如期补办的，书面说明原因、进展和预计完成时间。",
            missing(slip, "所欠")
        )
    };
    let blocked = if slip.is_blocked() {
        "该项工作受阻，请一并说明受阻原因和需要协调解决的事项。"
    } else {
        ""
    };
    format!("{demanded}{blocked}")
}

fn soon(slip: &Slip<'_>, reply_by: &str) -> String {
    let done = if slip.owed.is_empty() {
        "按期办结".to_owned()
    } else {
        format!("办好{}", missing(slip, "还差"))
    };
    let standing = &slip.judged.standing;
    let by = match (standing.days_left, standing.deadline.date) {
        (Some(0), _) => "今日".to_owned(),
        (_, Some(day)) => format!("{}前", plain_day(day)),
        (_, None) => String::new(),
    };
    let answer = match standing.deadline.date {
        Some(day) if day == slip.reply_by => "并书面反馈办理结果".to_owned(),
        Some(day) if day < slip.reply_by => format!("，并于{reply_by}前书面反馈办理结果"),
        _ => format!("，并于{reply_by}前书面反馈办理进展"),
    };
    format!("请确保于{by}{done}{answer}；预计不能按期办结的，请在到期前书面说明原因，按程序申请延期。")
}

/// `2026年4月、2026年5月所欠的2次`; of many periods the first ones by name.
fn missing(slip: &Slip<'_>, word: &str) -> String {
    let (named, all) = slip.named();
    let periods: Vec<String> = named.iter().map(|owed| owed.period.label()).collect();
    let all = all.map(|all| format!("等{all}个周期")).unwrap_or_default();
    let count: u32 = slip.owed.iter().map(Obligation::missing).sum();
    format!("{}{all}{word}的{count}次", periods.join("、"))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use crate::core::calendar::Every;
    use crate::core::ledger::Ledger;
    use crate::core::status::Status;
    use crate::core::task::{Repeat, Task};
    use crate::report::notice::{Wanted, notices};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn each_colour_has_its_words() {
        #[track_caller]
        fn case(task: Task, expected: &str) {
            let ledger = Ledger { tasks: vec![task], ..Ledger::default() };
            let wanted = Wanted { ids: vec![ledger.tasks[0].id], within: 7, ..Wanted::default() };
            let notices = notices(&ledger, &ledger, &wanted, day("2026-06-30"));
            assert_eq!(notices.slips[0].required(), expected);
        }
        let due = |due: &str| Task { due: Some(day(due)), ..Task::default() };
        case(
            due("2026-06-15"),
            "请抓紧办理，于2026年7月3日前办结并书面反馈；确不能如期办结的，书面说明原因、进展和预计完成时间。",
        );
        case(
            Task { status: Status::Blocked, ..due("2026-06-15") },
            "请抓紧办理，于2026年7月3日前办结并书面反馈；确不能如期办结的，书面说明原因、进展和预计完成时间。\
             该项工作受阻，请一并说明受阻原因和需要协调解决的事项。",
        );
        case(
            Task { status: Status::Blocked, ..Task::default() },
            "请于2026年7月3日前书面说明受阻原因、已采取的措施和需要协调解决的事项，提出下一步安排和预计完成时间；\
             能自行解决的，抓紧推进。",
        );
        let tail = "；预计不能按期办结的，请在到期前书面说明原因，按程序申请延期。";
        case(due("2026-06-30"), &format!("请确保于今日按期办结，并于2026年7月3日前书面反馈办理结果{tail}"));
        case(due("2026-07-03"), &format!("请确保于2026年7月3日前按期办结并书面反馈办理结果{tail}"));
        case(
            due("2026-07-06"),
            &format!("请确保于2026年7月6日前按期办结，并于2026年7月3日前书面反馈办理进展{tail}"),
        );
        case(due("2026-09-30"), "请抓紧推进，于2026年7月3日前书面反馈办理进展，确保于2026年9月30日前办结。");
        let monthly = Repeat {
            every: Every::Month,
            times: 2,
            from: Some(day("2026-04-01")),
            until: Some(day("2026-12-31")),
        };
        case(
            Task { repeat: Some(monthly), ..Task::default() },
            "请抓紧补办2026年4月、2026年5月所欠的4次，于2026年7月3日前补办到位并书面反馈；\
             确不能如期补办的，书面说明原因、进展和预计完成时间。",
        );
        let yearly = Repeat {
            every: Every::Year,
            times: 1,
            from: Some(day("2001-01-01")),
            until: Some(day("2026-12-31")),
        };
        case(
            Task { repeat: Some(yearly), ..Task::default() },
            "请抓紧补办2001年度、2002年度、2003年度、2004年度、2005年度、2006年度、2007年度、2008年度、2009年度、2010年度、\
             2011年度、2012年度等25个周期所欠的25次，于2026年7月3日前补办到位并书面反馈；\
             确不能如期补办的，书面说明原因、进展和预计完成时间。",
        );
    }
}
