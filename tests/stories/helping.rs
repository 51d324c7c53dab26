//! The help is for people who read Chinese.

use crate::common::World;

const COMMANDS: [&str; 32] = [
    "init", "add", "list", "show", "start", "note", "block", "done", "accept", "return", "reopen", "cancel",
    "void", "extend", "set", "edit", "overdue", "due", "board", "report", "notice", "score", "check", "log",
    "diff", "audit", "undo", "sync", "draft", "import", "export", "whoami",
];

/// What is typed, or stands in a file, and is therefore not Chinese.
const TYPED: &str = "a all run alone approved b basis board by check closing content csv deadline domain done dry due e
    evidence exit code false fix format from h help id init issue json kind lead leader ledger dir level light long term
    markdown md measure month add every times half on outcome office order owner output o parent period phase progress
    public html xlsx docx svg ics quarter reason risk set soon days sort standard start status support tag task terminal text to today toml true
    txt unit until V version w week weight width within year name before after list show note block accept return reopen
    cancel extend edit overdue report notice score explain urgency record first d git H Q W
    as of audit diff log op printed rule since sync undo ours theirs ask template templates draft write unused import pdf Excel xls ods yes export
    sheet map rejects rewrite void same summary whoami sign key ssh pub ed";

#[test]
fn the_help_of_every_command_is_chinese() {
    let world = World::empty();
    let typed: Vec<&str> = TYPED.split_whitespace().collect();
    let pages = std::iter::once(vec!["--help"]).chain(COMMANDS.map(|command| vec![command, "--help"]));
    for words in pages {
        let page = world.must(&words).stdout;
        let english: Vec<&str> = page
            .split(|letter: char| !letter.is_ascii_alphabetic())
            .filter(|word| !word.is_empty() && !typed.iter().any(|known| known.eq_ignore_ascii_case(word)))
            .collect();
        assert!(english.is_empty(), "{words:?}: {english:?}\n{page}");
        assert!(page.contains("用法：ledger"), "{page}");
    }
}

#[test]
fn help_is_a_word_too() {
    let world = World::empty();
    assert_eq!(world.must(["help", "done"]).stdout, world.must(["done", "--help"]).stdout);
    assert_eq!(world.must(["帮助"]).stdout, world.must(["--help"]).stdout);
}
