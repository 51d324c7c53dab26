//! What a person may fill in, offered as a list. Other words are let in: offices have words of their own.

use rust_xlsxwriter::{
    ColNum, DataValidation, DataValidationErrorStyle, Formula, RowNum, Worksheet, XlsxError, utility,
};

use super::text::clean;
use crate::printout::page::Column;

/// How long a list Excel takes in the cell's own rule, in UTF-16 units with its commas.
const INLINE: usize = 255;
/// How many empty rows below the table offer the lists too.
const BELOW: RowNum = 200;

/// The lists of a table, and the hidden sheet for those that are too long for Excel.
pub(super) struct Choices<'a> {
    main: &'a str,
    hidden: Option<(Worksheet, ColNum)>,
}

impl<'a> Choices<'a> {
    /// No lists yet, for the sheet of this name.
    pub(super) fn of(main: &'a str) -> Self {
        Self { main, hidden: None }
    }

    /// Offers a column's choices in these rows and some below.
    pub(super) fn offer(
        &mut self,
        sheet: &mut Worksheet,
        column: &Column,
        at: ColNum,
        rows: (RowNum, RowNum),
    ) -> Result<(), XlsxError> {
        let choices: Vec<String> =
            column.choices.iter().map(|choice| clean(choice).replace('\n', " ")).collect();
        let choices: Vec<String> = choices.into_iter().filter(|choice| !choice.trim().is_empty()).collect();
        if choices.is_empty() {
            return Ok(());
        }
        let units = choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum::<usize>();
        let rule = DataValidation::new();
        let rule = if units <= INLINE && !choices.iter().any(|choice| choice.contains([',', '"'])) {
            rule.allow_list_strings(&choices)?
        } else {
            rule.allow_list_formula(self.hide(&choices)?)
        };
        let rule = rule
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_title("不在设置里")?
            .set_error_message("台账的设置里没有这个写法，确定要这样写吗？")?;
        sheet.add_data_validation(rows.0, at, rows.1.saturating_add(BELOW), at, &rule)?;
        Ok(())
    }

    /// Writes choices on the hidden sheet, and says where they are.
    fn hide(&mut self, choices: &[String]) -> Result<Formula, XlsxError> {
        let name = if self.main == "选项" { "选项_" } else { "选项" };
        if self.hidden.is_none() {
            let mut sheet = Worksheet::new();
            sheet.set_name(name)?.set_hidden(true);
            self.hidden = Some((sheet, 0));
        }
        let Some((sheet, column)) = &mut self.hidden else { return Ok(Formula::new("")) };
        let mut last = 0;
        for (row, choice) in (0..).zip(choices) {
            sheet.write_string(row, *column, choice)?;
            last = row;
        }
        let range = utility::cell_range_absolute(0, *column, last, *column);
        *column += 1;
        Ok(Formula::new(format!("='{name}'!{range}")))
    }

    /// The hidden sheet, where one was needed.
    pub(super) fn hidden(self) -> Option<Worksheet> {
        self.hidden.map(|(sheet, _)| sheet)
    }
}
