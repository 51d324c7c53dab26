//! A page as one self-contained HTML file: to be read on a screen, filtered, hung on a wall, or printed.

mod document;
mod grid;
mod section;

use crate::printout::page::{Block, Page};
use crate::render::chart::Legend;

/// The page as HTML. It asks nothing of the network, and reads without its script.
pub fn render(page: &Page) -> String {
    let flow = page.flow();
    let tables: Vec<grid::Sheet<'_>> =
        flow.iter().enumerate().filter_map(|(at, block)| grid::Sheet::of(block, at)).collect();
    let charts = || tables.iter().filter(|sheet| sheet.calendar.is_some());
    let legend = charts().next().map(|_| Legend::of(charts().flat_map(grid::Sheet::rows)));

    let rows: usize = tables.iter().map(|sheet| sheet.rows().count()).sum();
    let mut out = String::with_capacity(32_000 + rows * 1_000);
    document::open(
        &mut out,
        page,
        charts().filter_map(|sheet| sheet.calendar.as_ref().map(|c| (sheet.at, c))),
    );
    document::head(&mut out, page);
    if tables.iter().any(grid::Sheet::has_spare_columns) {
        document::more_columns(&mut out);
    }
    let mut sheets = tables.iter().peekable();
    for (at, block) in flow.iter().enumerate() {
        let sheet = sheets.next_if(|sheet| sheet.at == at);
        match block {
            Block::Section(section) => section::write(&mut out, section, sheet, at == 0),
            Block::Grid(grid) => grid::write(&mut out, grid, sheet),
        }
    }
    document::close(&mut out, page, legend.as_ref());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printout::page::{Cell, Column, Level, Opening, Row, Section, Table};

    fn body(page: &Page) -> String {
        let out = render(page);
        let (_, body) = out.split_once("</header>\n").unwrap();
        let (body, _) = body.split_once("</main>").unwrap();
        body.to_owned()
    }

    #[test]
    fn groups_are_bands_of_one_table() {
        let group = |name: &str, rows: Vec<Row>| {
            let mut section = Section::headed(name).with_line("一句话");
            section.total = Some("小计".into());
            let columns = vec![Column::short("编号"), Column::number("天数"), Column::sheet("备注")];
            section.with_table(Table::list(columns, rows).grouped("阶段", name))
        };
        let row = |id: &str| Row::item(vec![Cell::new(id), Cell::new(3_i64), Cell::default()]);
        let sections = vec![group("甲", vec![row("1")]), group("乙", vec![]), group("丙", vec![row("<2>")])];
        let page = Page { sections, ..Page::default() };
        insta::assert_snapshot!(body(&page), @r#"
        <p class="more"><label><input type="checkbox" id="more"> 显示全部栏目</label></p>
        <section>
        <div class="scroll"><table class="list">
        <thead><tr>
        <th scope="col" class="k">编号</th><th scope="col" class="k e">天数</th><th scope="col" class="x">备注</th></tr></thead>
        <tbody>
        <tr class="band"><th colspan="3" scope="rowgroup"><div><b>甲</b><p>一句话</p>
        </div></th></tr>
        <tr><td class="k">1</td><td class="k e" data-value="3">3</td><td class="x"></td></tr>
        <tr class="total"><td colspan="3"><div>小计</div></td></tr>
        </tbody>
        <tbody>
        <tr class="band"><th colspan="3" scope="rowgroup"><div><b>乙</b><p>一句话</p>
        </div></th></tr>
        <tr class="total"><td colspan="3"><div>小计</div></td></tr>
        </tbody>
        <tbody>
        <tr class="band"><th colspan="3" scope="rowgroup"><div><b>丙</b><p>一句话</p>
        </div></th></tr>
        <tr><td class="k">&lt;2&gt;</td><td class="k e" data-value="3">3</td><td class="x"></td></tr>
        <tr class="total"><td colspan="3"><div>小计</div></td></tr>
        </tbody>
        </table></div>
        </section>
        "#);
    }

    #[test]
    fn slips_begin_on_sheets_of_their_own_and_forms_name_their_rows() {
        let form = Table::form(
            vec![Column::short("栏目"), Column::text("内容", 10)],
            vec![Row::item(vec![Cell::new("事项"), Cell::new("\"报告\"\n办结")])],
        );
        let slip = |name: &str| Section::headed(name).ranked(Level::Title).opening(Opening::NewSheet);
        let mut back = Section::headed("回执").opening(Opening::CutLine);
        back.signed = vec!["某局".to_owned()];
        let page = Page {
            sections: vec![slip("督办单").with_table(form), slip("督办单"), back],
            ..Page::default()
        };
        insta::assert_snapshot!(body(&page), @r#"
        <section>
        <h2 class="title">督办单</h2>
        <table class="form">
        <tbody>
        <tr><th scope="row">事项</th><td>&quot;报告&quot;
        办结</td></tr>
        </tbody>
        </table>
        </section>
        <section class="new-sheet">
        <h2 class="title">督办单</h2>
        </section>
        <section class="cut">
        <h2>回执</h2>
        <div class="signed">
        <p>某局</p>
        </div>
        </section>
        "#);
    }
}
