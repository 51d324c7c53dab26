//! Notices given out, recorded in their tasks.

use anyhow::Result;

use super::{Decision, Session};
use crate::ops::remind::{Reminder, remind};
use crate::report::notice::Notices;

impl Session<'_> {
    /// Decides to record those of the `notices` that were not recorded today; none where there are none.
    pub fn remind(&self, notices: &Notices<'_>, by: Option<&str>) -> Result<Option<Decision<'_>>> {
        let fresh = notices.slips.iter().filter(|slip| !slip.numbered.recorded);
        let reminders: Vec<Reminder<'_>> = fresh
            .map(|slip| Reminder {
                task: slip.judged.task,
                number: &slip.numbered.number,
                urgency: slip.cause.urgency(),
                reply_by: slip.reply_by,
            })
            .collect();
        if reminders.is_empty() {
            return Ok(None);
        }
        let files: Vec<String> = reminders.iter().map(|reminder| reminder.task.file.clone()).collect();
        let before = self.before(&files)?;
        let person = before.person(by)?;
        self.introduce("经办人", by);
        let change = remind(&reminders, self.today, &person)?;
        Ok(Some(self.decided(change, Vec::new(), before)))
    }
}
