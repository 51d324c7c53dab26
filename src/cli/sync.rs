//! `ledger sync`

use std::collections::BTreeSet;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};

use super::context::Context;
use super::dispute::{Dispute, Joined, Policy, joined, settle};
use super::output::outcome;
use super::ui::{say, tell};
use super::write::announce;
use super::{Misuse, Outcome};
use crate::core::audit::LostTip;
use crate::core::change::Op;
use crate::core::merge::Side;
use crate::core::provenance::short;
use crate::core::revision::Revision;
use crate::history::{Ahead, Exchanging, Meeting, Message, Pushed, Remote, Repository, Room, Seen};
use crate::printout::counted;
use crate::session::Session;
use crate::store::{Moves, Store};

/// How often it is tried again when somebody else was quicker.
const TRIES: u32 = 10;

/// Where git is told how to merge which files.
const ATTRIBUTES_FILE: &str = ".gitattributes";

/// How many of the changes received are told one by one.
const TOLD: usize = 20;

/// 和大家交换：收进别人的修改，逐栏合并，再送出自己的
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
#[derive(Debug, clap::Args)]
#[command(visible_alias = "同步")]
pub(super) struct Args {
    /// 两边改得不一样的，一律用本地的
    #[arg(long, visible_alias = "用本地", conflicts_with_all = ["theirs", "ask"])]
    ours: bool,
    /// 两边改得不一样的，一律用对方的
    #[arg(long, visible_alias = "用对方", conflicts_with = "ask")]
    theirs: bool,
    /// 两边改得不一样的，逐处来选
    #[arg(long, visible_alias = "逐处选")]
    ask: bool,
    /// 对方的历史被改写过，已经问清楚，接着交换
    #[arg(long, visible_alias = "认可改写")]
    accept_rewrite: bool,
}

pub(super) fn run(args: &Args, context: &Context) -> Result<Outcome> {
    let policy = match args {
        Args { ours: true, .. } => Policy::Take(Side::Ours),
        Args { theirs: true, .. } => Policy::Take(Side::Theirs),
        Args { ask: true, .. } if !context.interactive => {
            return Err(Misuse("--ask 要在终端里用；不在终端里请用 --ours 或 --theirs".to_owned()).into());
        }
        Args { ask: true, .. } => Policy::Ask,
        _ => Policy::Refuse,
    };
    // Whatever was begun and not ended is ended first; only then can the repository be judged.
    let desk = context.open()?;
    if !desk.settings.git.commit {
        bail!("ledger.toml 里写了 [git] commit = false，没有历史可以交换");
    }
    let repository = context.workspace.repository()?;
    repository.check_rest()?;
    if repository.survey()?.is_shallow {
        bail!("这是浅克隆，更早的历史没有取来，合并会出错，没有交换；请先运行 git fetch --unshallow");
    }
    let remote = repository.remote()?;
    repository.set_merge_driver(desk.room(), &Context::program()?)?;
    keep_hand_edits(&desk)?;
    let private = desk.store.private().clone();
    // Fetching may take long, and keeps nobody from writing; nor does waiting for somebody else's exchange.
    drop(desk);
    let exchanging = Exchanging::begin(&private)?;
    let accepts = args.accept_rewrite;
    Exchange { context, exchanging, repository: &repository, remote: &remote, policy, accepts }.run()?;
    tell_of_unread(context)
}

/// What is missing here is missing whatever was exchanged, and nobody looks at the folder more often than whoever syncs.
fn tell_of_unread(context: &Context) -> Result<Outcome> {
    let reading = context.workspace.read(&context.workspace.store()?)?;
    for problem in &reading.problems {
        tell(&problem.to_string());
    }
    if !reading.unread.is_empty() {
        tell(&format!("注意：交换做完了，台账里没有读到 {}", counted(&reading.unread)));
    }
    Ok(outcome(&reading, false))
}

/// What was changed by hand is kept first: git joins what is in the history.
fn keep_hand_edits(desk: &Session<'_>) -> Result<()> {
    let before = desk.before(&[])?;
    desk.keep_hand_edits(&before)?;
    // Without this line, plain git would not know that it may ask us.
    let mut lacking = desk.store.household();
    lacking.retain(|problem| problem.file == ATTRIBUTES_FILE);
    let files = desk.store.mended(&lacking)?;
    if files.is_empty() {
        return Ok(());
    }
    let message = Message::new(format!("在 {ATTRIBUTES_FILE} 里写明任务文件逐栏合并"), Op::Fix, Vec::new());
    announce(&desk.replacing(files, before, message).carry_out()?)
}

/// An exchange under way.
struct Exchange<'a> {
    context: &'a Context,
    exchanging: Exchanging,
    repository: &'a Repository,
    remote: &'a Remote,
    policy: Policy,
    /// Whether a history that was rewritten there is taken in all the same.
    accepts: bool,
}

impl Exchange<'_> {
    fn run(&self) -> Result<()> {
        let started = self.repository.head()?;
        let mut held = None;
        for again in 0..TRIES {
            // Whoever was quicker gets a moment to finish.
            sleep(Duration::from_millis(u64::from(again) * 50));
            let seen = self.repository.seen(self.remote)?;
            let theirs = self.fetch()?;
            if let Some(theirs) = &theirs {
                self.look_for_rewriting(&seen, theirs)?;
                if !self.take_in(theirs)? {
                    continue;
                }
                self.note(theirs);
            }
            match self.send(theirs.as_deref())? {
                (Pushed::Done, sent) => return self.report(&started, theirs.as_deref(), sent),
                (Pushed::Overtaken, _) => {}
                (Pushed::Locked(why), _) => held = Some(why),
            }
        }
        if let Some(held) = held {
            bail!("送不到 {}；本地的修改都在，等着送出；那一边：{held}", self.remote.name);
        }
        bail!(
            "别人一直在送，试了 {TRIES} 次都没有轮到；本地的修改都在，等着送出，请过一会儿再运行 ledger sync"
        )
    }

    /// The last commit of the remote's branch, where there is one yet.
    fn fetch(&self) -> Result<Option<String>> {
        let fetched = self.repository.fetch(&self.exchanging, self.remote);
        fetched.map_err(|error| self.waiting(&error, "能连上时"))
    }

    /// Refuses a history that has lost what was seen in it before, unless somebody has looked into that.
    fn look_for_rewriting(&self, seen: &Seen, theirs: &str) -> Result<()> {
        let mut gone = Vec::new();
        self.with_room(|room| {
            gone = self.repository.gone_from(room, self.remote, seen, theirs, self.context.latest)?;
            Ok(())
        })?;
        let Some(last) = gone.iter().max_by_key(|tip| tip.day) else { return Ok(()) };
        let LostTip { commit, day, author, sentence, .. } = last;
        let (name, commit) = (&self.remote.name, short(commit));
        let others = if gone.len() > 1 { format!("等 {} 次提交", gone.len()) } else { String::new() };
        let what = format!(
            "{name} 的历史被改写过：以前看到的提交 {commit}（{day} {author}：{sentence}）{others}已经不在里面"
        );
        if self.accepts {
            tell(&format!("注意：{what}；审计会列出（历史丢失），请用 ledger audit --explain 说明"));
            return Ok(());
        }
        bail!(
            "{what}，没有收进来，没有改动；请先问清楚是谁强行送的（git push --force）、为什么，再运行 ledger sync --认可改写"
        )
    }

    /// Takes in what `theirs` has; says whether that was possible: somebody may have written here meanwhile.
    fn take_in(&self, theirs: &str) -> Result<bool> {
        let ours = self.repository.head()?;
        if self.repository.is_in(theirs, &ours)? {
            return Ok(true);
        }
        if self.repository.is_in(&ours, theirs)? {
            let desk = self.context.open()?;
            if self.repository.head()? != ours {
                return Ok(false);
            }
            return desk.catch_up(theirs).map(|()| true);
        }
        // What both sides changed, and not alike, is settled before anything is touched.
        let meeting = self.repository.meeting(theirs)?;
        let disputes = joined(self.repository, &meeting, &[])?.disputes;
        let chosen = settle(disputes, self.policy)?;
        let desk = self.context.open()?;
        if self.repository.head()? != meeting.ours {
            return Ok(false);
        }
        self.join(&desk, meeting, &chosen).map(|()| true)
    }

    /// Joins the two lines, after what was given out twice here has got another number.
    fn join(&self, desk: &Session<'_>, mut meeting: Meeting, chosen: &[(Dispute, Side)]) -> Result<()> {
        if renumber(desk, &meeting)? {
            meeting = self.repository.meeting(&meeting.theirs)?;
        }
        let Joined { files, disputes, kept } = joined(self.repository, &meeting, chosen)?;
        settle(disputes, Policy::Refuse)?;
        let received = self.repository.received(&meeting.ours, &meeting.theirs)?;
        let count = received.iter().filter(|revision| !revision.is_merge()).count();
        let settled = chosen.iter().map(|(dispute, side)| dispute.settled(*side));
        let message = Message {
            notes: settled.chain(kept.iter().cloned()).collect(),
            ..Message::new(format!("合并{} {count} 次修改", whose(&received)), Op::Sync, Vec::new())
        };
        desk.join(&meeting, &files, &message)?;
        for kept in kept {
            tell(&format!("注意：{kept}；真要删的请再删一次"));
        }
        Ok(())
    }

    /// Notes where the remote stands now.
    fn note(&self, commit: &str) {
        // Nothing hangs on it but what git tells of being ahead, and what is missed later.
        let _ = self.with_room(|room| {
            self.repository.note_remote(room, self.remote, commit);
            Ok(())
        });
    }

    fn with_room(&self, act: impl FnOnce(Room<'_>) -> Result<()>) -> Result<()> {
        let store = self.context.workspace.store()?;
        let lock = store.private().lock()?;
        act(Room { private: store.private(), lock: &lock, waits: false })
    }

    /// Sends what `theirs` has not: how that went, and how many changes. Somebody may go on writing here meanwhile.
    fn send(&self, theirs: Option<&str>) -> Result<(Pushed, usize)> {
        let ours = self.repository.head()?;
        let Ahead { is_any, changes } = self.repository.ahead(&ours, theirs)?;
        if !is_any {
            return Ok((Pushed::Done, changes));
        }
        let pushed = self.repository.push(&self.exchanging, self.remote, &ours);
        let pushed = pushed.map_err(|error| self.waiting(&error, "解决后"))?;
        if pushed == Pushed::Done {
            self.note(&ours);
        }
        Ok((pushed, changes))
    }

    /// Nothing is lost where nobody can be reached.
    fn waiting(&self, error: &anyhow::Error, when: &str) -> anyhow::Error {
        let what = match self.repository.waiting(self.remote) {
            0 => "本地没有等着送出的修改".to_owned(),
            count => format!("本地的修改都在，还有 {count} 次等着送出"),
        };
        anyhow!("{error}；{what}，{when}再运行 ledger sync")
    }

    /// What came and what went.
    fn report(&self, started: &str, theirs: Option<&str>, sent: usize) -> Result<()> {
        let received = match theirs {
            Some(theirs) => self.repository.received(started, theirs)?,
            None => Vec::new(),
        };
        let received: Vec<&Revision> = received.iter().filter(|revision| !revision.is_merge()).collect();
        if received.is_empty() && sent == 0 {
            return say("已经一致，没有要交换的");
        }
        if !received.is_empty() {
            say(&format!("收到 {} 次修改：", received.len()))?;
            for revision in received.iter().take(TOLD) {
                say(&format!("  {} {} {}", revision.day, revision.author(), revision.sentence))?;
            }
            if received.len() > TOLD {
                say(&format!("  ……还有 {} 次，见 ledger log", received.len() - TOLD))?;
            }
        }
        if sent > 0 {
            say(&format!("送出 {sent} 次修改，到 {}", self.remote.name))?;
        }
        Ok(())
    }
}

/// Gives other numbers to the tasks here whose numbers the other side has given out and sent first, and other names to
/// files of evidence. Says whether there were any.
fn renumber(desk: &Session<'_>, meeting: &Meeting) -> Result<bool> {
    let moves = moves(desk, meeting)?;
    if moves.tasks.is_empty() && moves.evidence.is_empty() {
        return Ok(false);
    }
    let told = told(&desk.store, &moves)?;
    let (files, tasks) = desk.store.moved(&moves)?;
    let paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    let before = desk.before(&paths)?;
    let sentence = match (told.as_slice(), moves.tasks.len()) {
        ([only], _) => only.clone(),
        (_, 0) => format!("改名 {} 份佐证材料", moves.evidence.len()),
        (_, count) => format!("改编号 {count} 项任务"),
    };
    let notes = if told.len() > 1 { told.clone() } else { Vec::new() };
    let message = Message { notes, ..Message::new(sentence, Op::Renumber, tasks) };
    announce(&desk.replacing(files, before, message).carry_out()?)?;
    if told.len() > 1 {
        told.iter().try_for_each(|line| say(&format!("  {line}")))?;
    }
    Ok(true)
}

/// Where what was given out twice goes: the tasks of a meeting to free numbers, and evidence that does not go along with one of
/// them to a free name.
fn moves(desk: &Session<'_>, meeting: &Meeting) -> Result<Moves> {
    let mut moves = Moves::default();
    for old in &meeting.numbers {
        let mut new = desk.next_id_beside(old.year, &[&meeting.theirs])?;
        let given = moves.tasks.iter().filter(|(_, to)| to.year == new.year).map(|(_, to)| to.number).max();
        new.number = new.number.max(given.unwrap_or(0).saturating_add(1));
        moves.tasks.push((*old, new));
    }
    let goes_along = |path: &&String| {
        meeting.numbers.iter().any(|id| path.starts_with(&format!("{}/", id.evidence_folder())))
    };
    for path in meeting.evidence.iter().filter(|path| !goes_along(path)) {
        let planned: BTreeSet<&String> = moves.evidence.iter().map(|(_, to)| to).collect();
        let to = desk.store.free_beside(path, |place| planned.contains(&place.to_owned()));
        moves.evidence.push((path.clone(), to));
    }
    Ok(moves)
}

/// ` 赵蕾、王敏 的`
fn whose(received: &[Revision]) -> String {
    let mut authors: Vec<&str> = Vec::new();
    for revision in received {
        if !authors.contains(&revision.author()) {
            authors.push(revision.author());
        }
    }
    let named = authors.iter().take(3).copied().collect::<Vec<_>>().join("、");
    let others = if authors.len() > 3 { "等人" } else { "" };
    format!(" {named}{others} 的")
}

/// What each person has to know whose task has another number now.
fn told(store: &Store, moves: &Moves) -> Result<Vec<String>> {
    let mut told = Vec::new();
    for (old, new) in &moves.tasks {
        let task =
            store.task(*old)?.with_context(|| format!("{old} 不见了，没有改编号；请运行 ledger check"))?;
        told.push(format!("改编号 {old} → {new} {}（{old} 已由别人先登记）", task.title));
    }
    told.extend(moves.evidence.iter().map(|(from, to)| format!("改名 {from} → {to}（原名已由别人先用）")));
    Ok(told)
}
