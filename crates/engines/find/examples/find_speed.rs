//! How quick is a question, among how many? `find_speed FOLDER PEOPLE.csv`, with people as `bench/directory` makes them.
//!
//! `TRIES=5` asks each question so often and counts its best time; `SLOWEST=1` names the slowest. Prints a table: milliseconds by the clock, and of the processor, which other work beside does not stretch (the mean alone:
//! the kernel counts it in steps of some milliseconds).

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::Path,
    time::{Duration, Instant},
};

use find::{Entry, Index, Kind, Seen, Viewer};
use uuid::Uuid;

const BATCH: usize = 5_000;
const QUESTIONS: usize = 3_000;
/// Of so many people one is asked for.
const SAMPLED: usize = 50;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(folder), Some(people)) = (arguments.next(), arguments.next()) else {
        return Err("say: find_speed FOLDER PEOPLE.csv".into());
    };
    let index = Index::open(Path::new(&folder))?;
    let mut sample = Vec::new();
    let mut rebuild = if index.is_empty() { Some(index.rebuild()?) } else { None };
    let (start, before) = (Instant::now(), processor());
    let mut batch = Vec::with_capacity(BATCH);
    for (number, line) in BufReader::new(fs::File::open(&people)?).lines().skip(1).enumerate() {
        let Some(row) = Row::read(&line?) else { continue };
        if let Some(rebuild) = &mut rebuild {
            batch.push(row.entry());
            if batch.len() == BATCH {
                rebuild.add(&batch)?;
                batch.clear();
            }
        }
        if number % SAMPLED == 0 {
            sample.push(row);
        }
    }
    if let Some(mut rebuild) = rebuild {
        rebuild.add(&batch)?;
        println!("added in {:.1?}", start.elapsed());
        rebuild.finish()?;
        println!(
            "rebuilt in {:.1?}; processor of the thread that reads {:.1?}",
            start.elapsed(),
            processor() - before
        );
    }
    let rows = sample;
    let size: u64 = fs::read_dir(&folder)?.filter_map(|file| Some(file.ok()?.metadata().ok()?.len())).sum();
    println!("{} people, {} MiB on disk, {}", index.len(), size >> 20, memory());

    println!(
        "| questions | p50 | p95 | p99 | max | processor, mean | found at all | the one meant among 10 |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let sets: [(&str, Typed); 5] = [
        ("every keystroke of « given family »", |row, _| {
            beginnings(&format!("{} {}", row.given, row.family))
        }),
        ("every keystroke of « family given »", |row, _| {
            beginnings(&format!("{} {}", row.family, row.given))
        }),
        ("both words, a typo in one", |row, chance| vec![chance.typo(&row.given, &row.family)]),
        ("both words, a typo in each", |row, chance| {
            vec![format!("{} {}", chance.bend(&row.given), chance.bend(&row.family))]
        }),
        ("the family name, a typo in it", |row, chance| vec![chance.bend(&row.family)]),
    ];
    let mut chance = Chance(7);
    let tries = env::var("TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(1);
    for (name, questions) in sets {
        let mut took = Vec::new();
        let (mut any, mut meant, mut asked) = (0, 0, 0);
        while took.len() < QUESTIONS {
            let row = &rows[chance.below(rows.len())];
            let viewer = Viewer { path: rows[chance.below(rows.len())].path() };
            let questions = questions(row, &mut chance);
            let last = questions.len() - 1;
            for (at, typed) in questions.into_iter().enumerate() {
                let (start, before) = (Instant::now(), processor());
                let hits = index.find(&typed, &viewer, &Kind::ALL, 20)?;
                let mut clock = start.elapsed();
                let spent = processor() - before;
                // Other work beside stretches some tries, not all.
                for _ in 1..tries {
                    let start = Instant::now();
                    index.find(&typed, &viewer, &Kind::ALL, 20)?;
                    clock = clock.min(start.elapsed());
                }
                took.push((clock, spent, typed));
                if at == last {
                    asked += 1;
                    any += usize::from(!hits.is_empty());
                    meant += usize::from(hits.iter().take(10).any(|hit| hit.id == row.id));
                }
            }
        }
        took.sort();
        let place = |share: usize| (took.len() * share / 100).min(took.len() - 1);
        let figures =
            |of: &dyn Fn(usize) -> Duration| [50, 95, 99, 100].map(|share| ms(of(place(share)))).join(" | ");
        println!(
            "| {name} | {} | {} | {} % | {} % |",
            figures(&|at| took[at].0),
            ms(took.iter().map(|(_, spent, _)| *spent).sum::<Duration>() / u32::try_from(took.len())?),
            any * 100 / asked,
            meant * 100 / asked
        );
        if env::var_os("SLOWEST").is_some() {
            for (took, _, typed) in took.iter().rev().take(8) {
                println!("    {} {typed}", ms(*took));
            }
        }
    }
    println!("{}", memory());
    Ok(())
}

fn ms(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1e3)
}

/// What this thread took of the processor, of Linux.
fn processor() -> Duration {
    let spent = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(spent.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or_default())
}

/// Resident memory now and at its highest, of Linux.
fn memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of =
        |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("?").trim().to_owned();
    format!("resident {} (of files {}), at most {}", of("VmRSS:"), of("RssFile:"), of("VmHWM:"))
}

fn beginnings(whole: &str) -> Vec<String> {
    whole.char_indices().skip(1).map(|(at, _)| whole[..at].to_owned()).chain([whole.to_owned()]).collect()
}

/// What somebody types who looks for this one.
type Typed = fn(&Row, &mut Chance) -> Vec<String>;

/// One line of `people.csv`.
struct Row {
    id: Uuid,
    given: String,
    family: String,
    title: String,
    telephone: String,
    address: String,
    path: Vec<String>,
    acronyms: Vec<String>,
    head: bool,
}

impl Row {
    fn read(line: &str) -> Option<Self> {
        // Made by bench/directory, without quotes: uid,given,family,title,telephone,address,path,acronyms,head
        let mut fields = line.split(',').map(str::to_owned);
        let mut next = || fields.next();
        Some(Self {
            id: Uuid::parse_str(&next()?).ok()?,
            given: next()?,
            family: next()?,
            title: next()?,
            telephone: next()?,
            address: next()?,
            path: next()?.split('/').map(str::to_owned).collect(),
            acronyms: next()?.split('/').map(str::to_owned).collect(),
            head: next()? == "1",
        })
    }

    fn path(&self) -> Vec<Uuid> {
        self.path.iter().filter_map(|id| Uuid::parse_str(id).ok()).collect()
    }

    fn entry(&self) -> Entry {
        Entry {
            id: self.id,
            kind: Kind::Person,
            names: vec![format!("{} {}", self.given, self.family)],
            title: Some(self.title.clone()),
            functions: vec![],
            skills: vec![],
            acronyms: self.acronyms.clone(),
            telephones: vec![(self.telephone.clone(), Seen::Everyone)],
            addresses: vec![self.address.clone()],
            path: self.path(),
            weight: u8::from(self.head),
        }
    }
}

/// Numerical Recipes' linear congruential generator: the same questions every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn typo(&mut self, given: &str, family: &str) -> String {
        if self.below(2) == 0 {
            format!("{} {family}", self.bend(given))
        } else {
            format!("{given} {}", self.bend(family))
        }
    }

    /// One letter too few, too many, another, or two that changed places; not the first, not in short words.
    fn bend(&mut self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() < 5 {
            return word.to_owned();
        }
        let at = 1 + self.below(letters.len() - 2);
        let letter = char::from(b'a' + u8::try_from(self.below(26)).unwrap_or_default());
        match self.below(4) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letter),
            2 => letters[at] = letter,
            _ => letters.swap(at, at + 1),
        }
        letters.into_iter().collect()
    }
}
