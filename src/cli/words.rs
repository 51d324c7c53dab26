//! What was typed, word by word (命令行上的字), read before clap reads it, by one rule for every command.
//!
//! A word that begins with a dash, of whatever width, is an option wherever it stands before `--`: it is never a text and
//! never a value. A value that begins with a dash is joined to its option by `=`. A number is never a text either: it is more
//! likely a second task.

use std::ffi::OsString;

use clap::builder::ValueHint;
use clap::{Arg, Command};

use super::set;
use crate::core::id::TaskId;

/// The dashes that keyboards and Chinese input methods make.
const DASHES: [char; 12] = ['-', '‐', '‑', '‒', '–', '—', '―', '−', '─', '﹘', '﹣', '－'];

/// The arguments that are a text of the clerk's own, by the names they have in the commands.
const TEXTS: [&str; 3] = ["text", "title", "words"];

/// A command line that would do something else than what was meant.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// The name of the command that was reached.
    pub(super) command: String,
    /// What is wrong, and what to type instead, a line each.
    pub(super) said: String,
}

/// The words as clap shall read them: `——经办人` is `--经办人`, and `help done` is `done --help`.
pub(super) fn read(root: &Command, mut words: Vec<OsString>) -> Result<Vec<OsString>, Slip> {
    let mut at = place_of_command(root, &words);
    if let Some(asked) = at
        && (words[asked] == "help" || words[asked] == "帮助")
    {
        words.remove(asked);
        words.push("--help".into());
        at = place_of_command(root, &words);
    }
    let at = at.unwrap_or(words.len());
    let command = match words.get(at) {
        Some(name) => root.find_subcommand(name),
        None => Some(root),
    };
    match command {
        // Programs call the hidden ones, with whatever paths there are; of one that does not exist clap knows what to say.
        Some(command) if !command.is_hide_set() => Line { root, command, at, words }.read(),
        _ => Ok(words),
    }
}

/// Where the name of the command stands, behind whatever every command takes.
fn place_of_command(root: &Command, words: &[OsString]) -> Option<usize> {
    let mut at = 1;
    loop {
        let word = words.get(at)?.to_string_lossy();
        let Some(option) = Dashed::of(&word) else { return Some(at) };
        let arg = root.get_arguments().find(|arg| option.means(arg))?;
        at += if option.value.is_none() && arg.get_action().takes_values() { 2 } else { 1 };
    }
}

/// A word that begins with a dash: `--进度=50`, `——进度`.
struct Dashed<'a> {
    dashes: &'a str,
    name: &'a str,
    value: Option<&'a str>,
}

impl<'a> Dashed<'a> {
    fn of(word: &'a str) -> Option<Self> {
        let body = word.trim_start_matches(DASHES);
        let dashes = &word[..word.len() - body.len()];
        let (name, value) = match body.split_once(['=', '＝']) {
            Some((name, value)) => (name, Some(value)),
            None => (body, None),
        };
        (!dashes.is_empty()).then_some(Self { dashes, name, value })
    }

    /// Whether the dashes are those of the keyboard.
    fn is_plain(&self) -> bool {
        self.dashes.is_ascii()
    }

    /// Whether this is that option, under one of its long names.
    fn is_long(&self, arg: &Arg) -> bool {
        (!self.is_plain() || self.dashes == "--")
            && (arg.get_long() == Some(self.name)
                || arg.get_all_aliases().is_some_and(|names| names.contains(&self.name)))
    }

    /// Whether this is that option by its letter, behind which a value may stand.
    fn is_short(&self, arg: &Arg) -> bool {
        let mut letters = self.name.chars();
        let first = letters.next();
        let alone = letters.next().is_none();
        let fits = if self.is_plain() { self.dashes == "-" } else { alone };
        fits && first.is_some() && arg.get_short() == first
    }

    fn means(&self, arg: &Arg) -> bool {
        self.is_long(arg) || self.is_short(arg)
    }
}

/// A command line whose command is known; `at` is where its name stands, behind the last word where none does.
struct Line<'a> {
    root: &'a Command,
    command: &'a Command,
    at: usize,
    words: Vec<OsString>,
}

impl<'a> Line<'a> {
    /// The options of the command, and those that every command takes.
    fn options(&self) -> impl Iterator<Item = &'a Arg> + use<'a> {
        let global = self.root.get_arguments().filter(|arg| arg.is_global_set());
        let own = self.command.get_arguments().filter(|arg| !arg.is_positional() && !arg.is_global_set());
        own.chain(global)
    }

    fn read(mut self) -> Result<Vec<OsString>, Slip> {
        let mut positions = Vec::new();
        // The option before that still waits for its value, and how many it may have.
        let mut waiting: Option<String> = None;
        let mut values = 0;
        let mut is_behind = false;
        for at in 1..self.words.len() {
            let word = self.words[at].to_string_lossy().into_owned();
            let option = Dashed::of(&word).filter(|_| !is_behind);
            match option {
                _ if at == self.at => {}
                Some(_) if word == "--" => is_behind = true,
                Some(option) => {
                    let arg = self.option(at, &option, waiting.as_deref())?;
                    let takes = arg.filter(|arg| arg.get_action().takes_values() && option.value.is_none());
                    let most = |arg: &Arg| arg.get_num_args().map_or(1, |count| count.max_values());
                    (waiting, values) = (takes.map(|_| option.name.to_owned()), takes.map_or(0, most));
                    continue;
                }
                None if values > 0 && !is_behind => values -= 1,
                None => positions.push((at, is_behind)),
            }
            waiting = None;
        }
        self.one_text(&positions)?;
        Ok(self.words)
    }

    /// Which option the word at that place is; written as clap reads it.
    fn option(
        &mut self,
        at: usize,
        typed: &Dashed<'_>,
        waiting: Option<&str>,
    ) -> Result<Option<&'a Arg>, Slip> {
        let is_root = std::ptr::eq(self.command, self.root) || at < self.at;
        let known = if is_root {
            self.root.get_arguments().find(|arg| typed.means(arg))
        } else {
            self.options().find(|arg| typed.means(arg))
        };
        let value = typed.value.map(|value| format!("={value}")).unwrap_or_default();
        let written = match known {
            Some(arg) if typed.is_long(arg) => format!("--{}{value}", typed.name),
            Some(_) if typed.is_plain() => return Ok(known),
            Some(_) => format!("-{}{value}", typed.name),
            // Clap adds these where it comes to a command.
            None if typed.is_plain() && matches!((typed.dashes, typed.name), ("--", "help") | ("-", "h")) => {
                return Ok(None);
            }
            None if is_root && typed.is_plain() => return Ok(None),
            None => return Err(self.slip(self.unknown(typed, waiting))),
        };
        self.words[at] = written.into();
        Ok(known)
    }

    fn slip(&self, said: String) -> Slip {
        Slip { command: self.command.get_name().to_owned(), said }
    }

    /// That there is no such option, and what was meant: the option most like it, a value, a text, a file.
    fn unknown(&self, typed: &Dashed<'_>, waiting: Option<&str>) -> String {
        let equals = typed.value.map(|value| format!("={value}")).unwrap_or_default();
        let word = format!("{}{}{equals}", typed.dashes, typed.name);
        if typed.name.is_empty() {
            return format!("“{word}”后面没有选项的名字；要让后面的都算文字，请写两个半角的“--”。");
        }
        let no_such = format!("没有“{}{}”这个选项。", typed.dashes, typed.name);
        let near = self.nearest(typed.name);
        let takes = |test: fn(&Arg) -> bool| self.command.get_positionals().any(test);
        let other = if let Some(waiting) = waiting {
            Some(format!("如果“{word}”是“--{waiting}”的内容，请用等号连着写：--{waiting}={word}"))
        } else if self.command.get_name() == "set" && set::is_field(typed.name) {
            Some(format!("栏目前面不加横线：{}={}", typed.name, typed.value.unwrap_or("内容")))
        } else if near.is_some() {
            None
        } else if takes(|arg| TEXTS.contains(&arg.get_id().as_str())) {
            Some(format!("如果“{word}”是要写的内容，请写成“-- {word}”，放在最后。"))
        } else if takes(|arg| arg.get_value_hint() == ValueHint::AnyPath) {
            Some(format!("如果“{word}”是文件名，请写成“./{word}”。"))
        } else {
            None
        };
        let near = near.map(|near| format!("您是不是想用“--{near}”？"));
        [Some(no_such), near, other].into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// The option whose name is most like that one.
    fn nearest(&self, name: &str) -> Option<&'a str> {
        // `-5度` is a number rather than an option.
        if name.starts_with(|char: char| char.is_ascii_digit()) {
            return None;
        }
        let shown = self.options().filter(|arg| !arg.is_hide_set());
        let names = shown.flat_map(|arg| {
            arg.get_long().into_iter().chain(arg.get_visible_aliases().into_iter().flatten())
        });
        let likely =
            names.map(|known| (likeness(name, known), known)).filter(|(likeness, _)| *likeness >= 0.5);
        likely.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, known)| known)
    }

    /// That what there is to say is one text, and no number. `positions` are the words that are no options and no values of
    /// one, each with whether it stands behind `--`.
    fn one_text(&self, positions: &[(usize, bool)]) -> Result<(), Slip> {
        let place = self.command.get_positionals().position(|arg| {
            let takes_many = arg.get_num_args().is_some_and(|count| count.max_values() > 1);
            !takes_many && TEXTS.contains(&arg.get_id().as_str())
        });
        let Some(texts @ [(first, is_behind), ..]) = place.and_then(|place| positions.get(place..)) else {
            return Ok(());
        };
        let word = self.words[*first].to_string_lossy();
        let mut said = Vec::new();
        if place > Some(0) && !is_behind && names_tasks(&word) {
            said.push(format!("一次只办一项任务，没有改动；“{word}”如果是另一项任务，请另打一条命令，如果是说明，请写成一句话。"));
        } else if texts.len() > 1 {
            let second = self.words[texts[1].0].to_string_lossy();
            said.push(format!("这里用不上“{second}”；一句话里有空格的，要用引号括起来。"));
        } else {
            return Ok(());
        }
        let all_tasks = texts.iter().all(|(at, _)| names_tasks(&self.words[*at].to_string_lossy()));
        if texts.len() > 1 && !all_tasks {
            said.extend(self.in_quotes(texts));
        }
        Err(self.slip(said.join("\n")))
    }

    /// The whole line, with what is one text in quotation marks; none where these would need more than that.
    fn in_quotes(&self, texts: &[(usize, bool)]) -> Option<String> {
        let first = texts.first()?.0;
        let is_text = |at: usize| texts.iter().any(|(text, _)| *text == at);
        let words: Vec<_> = self.words.iter().map(|word| word.to_string_lossy()).collect();
        let text: Vec<&str> = texts.iter().map(|(at, _)| words[*at].as_ref()).collect();
        let mut line = vec!["ledger".to_owned()];
        for (at, word) in words.iter().enumerate().skip(1) {
            if at == first {
                line.push(format!("\"{}\"", text.join(" ")));
            } else if word.contains(char::is_whitespace) {
                line.push(format!("\"{word}\""));
            } else if !is_text(at) {
                line.push(word.clone().into_owned());
            }
        }
        let needs_more = words.iter().skip(1).any(|word| word.contains(['"', '\\', '$', '`', '%', '!']));
        (!needs_more).then(|| format!("请这样打：{}", line.join(" ")))
    }
}

/// Whether this is nothing but numbers of tasks: `19`, `2026-019`, `7、11`, `3-6`.
fn names_tasks(text: &str) -> bool {
    let separates =
        |char: char| "、,，;；~～至到和".contains(char) || DASHES.contains(&char) || char.is_whitespace();
    let mut parts = text.split(separates).filter(|part| !part.is_empty()).peekable();
    parts.peek().is_some() && parts.all(|part| TaskId::parse(part, 2000).is_some())
}

/// How much alike two names are; from one half on, one may be meant for the other. A Chinese name says what it means by its
/// characters, in whatever order, and most of all by its last one: 核销人 and 经办人 are people.
fn likeness(name: &str, known: &str) -> f64 {
    if name.is_ascii() || known.is_ascii() {
        return strsim::normalized_damerau_levenshtein(name, known);
    }
    let mut left: Vec<char> = known.chars().collect();
    let all = name.chars().count() + left.len();
    let mut shared = 0;
    for char in name.chars() {
        if let Some(at) = left.iter().position(|other| *other == char) {
            left.swap_remove(at);
            shared += 2;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let likeness = f64::from(shared) / all as f64;
    if name.chars().next_back() == known.chars().next_back() { likeness + 0.2 } else { likeness }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn read_line(line: &str) -> Result<String, Slip> {
        let words = line.split('|').map(OsString::from).collect();
        let read = read(&super::super::Cli::command(), words)?;
        Ok(read.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn a_dash_word_is_the_option_it_means() {
        #[track_caller]
        fn case(line: &str, expected: &str) {
            assert_eq!(read_line(line).unwrap(), expected);
        }
        case("ledger|办结|29|——经办人=张伟", "ledger|办结|29|--经办人=张伟");
        case("ledger|办结|29|—经办人|张伟", "ledger|办结|29|--经办人|张伟");
        case("ledger|办结|29|－－经办人＝张伟", "ledger|办结|29|--经办人=张伟");
        case("ledger|办结|29|−by|张伟", "ledger|办结|29|--by|张伟");
        case("ledger|列表|–o|表.csv", "ledger|列表|-o|表.csv");
        case("ledger|列表|-o表.csv", "ledger|列表|-o表.csv");
        case("ledger|——今天|6月30日|列表|——责任人|陈静", "ledger|--今天|6月30日|列表|--责任人|陈静");
        case("ledger|列表|——截至|HEAD~1", "ledger|列表|--截至|HEAD~1");
        // A value of any look is joined by `=`, and behind `--` everything is a text.
        case("ledger|取消|8|--原因=—5度", "ledger|取消|8|--原因=—5度");
        case("ledger|办结|7|--|--办结人=张伟", "ledger|办结|7|--|--办结人=张伟");
    }

    #[test]
    fn help_is_asked_for_in_front_or_behind() {
        #[track_caller]
        fn case(line: &str, expected: &str) {
            assert_eq!(read_line(line).unwrap(), expected);
        }
        case("ledger|help|done", "ledger|done|--help");
        case("ledger|--今天|6月30日|帮助|办结", "ledger|--今天|6月30日|办结|--help");
        case("ledger|帮助", "ledger|--help");
        case("ledger|办结|-h", "ledger|办结|-h");
    }

    #[test]
    fn names_are_likened_by_their_characters() {
        #[track_caller]
        fn case(command: &str, name: &str, expected: Option<&str>) {
            let root = super::super::Cli::command();
            let command = root.find_subcommand(command).unwrap();
            let line = Line { root: &root, command, at: 1, words: Vec::new() };
            assert_eq!(line.nearest(name), expected);
        }
        case("办结", "办结人", Some("经办人"));
        case("办结", "日期", Some("办结日期"));
        case("核销", "核销人", Some("经办人"));
        case("受阻", "原由", Some("原因"));
        case("进展", "进度50", Some("进度"));
        case("list", "owne", Some("owner"));
        case("list", "查找", None);
        case("list", "x", None);
        case("note", "as-of", None);
    }

    #[test]
    fn a_number_is_a_task() {
        #[track_caller]
        fn case(text: &str, expected: bool) {
            assert_eq!(names_tasks(text), expected, "{text}");
        }
        for text in ["19", "019", "2026-019", "１９", "7、11、17", "7,11", "3-6", "3至6", " 7 11 "] {
            case(text, true);
        }
        for text in ["", "28份", "50%", "9.30", "第19项", "-", "、"] {
            case(text, false);
        }
    }
}
