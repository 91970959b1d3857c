//! What a node knows of sessions and tokens, so that a request normally costs no look into the database.
//!
//! A node asks twice a second, when somebody comes, what was revoked since it last asked. What it has no news of for
//! twice that long it does not believe: without an answer, nobody enters.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use kernel::PersonId;
use sqlx::PgPool;
use time::OffsetDateTime;

use crate::{
    model::Pass,
    rows::revocations::{self, Revocation, Revoked},
    settings::Settings,
};

type Digest = [u8; 32];

pub(crate) struct Passes {
    poll: Duration,
    trust: Duration,
    known: Mutex<Known>,
    /// One asks, the others go on.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    passes: HashMap<Digest, Pass>,
    /// The last revocation heard of.
    heard: i64,
    asked_at: Option<Instant>,
}

impl Known {
    /// Beyond so many, those who came least lately are forgotten: about 30 MB.
    const MOST: usize = 100_000;

    fn forget(&mut self, revoked: Revoked) {
        self.passes.retain(|_, pass| match revoked {
            Revoked::Person(person) => pass.person != person,
            Revoked::Pass(id) => pass.id.uuid() != id,
        });
    }

    fn make_room(&mut self) {
        if self.passes.len() < Self::MOST {
            return;
        }
        let mut seen: Vec<OffsetDateTime> = self.passes.values().map(|pass| pass.seen_at).collect();
        let (_, middle, _) = seen.select_nth_unstable(Self::MOST / 2);
        let middle = *middle;
        self.passes.retain(|_, pass| pass.seen_at > middle);
    }
}

impl Passes {
    /// Silent for longer than this, a node begins anew: revocations are kept for longer.
    const LONG_SILENCE: Duration = Duration::from_secs(3600);

    pub(crate) fn new(settings: &Settings) -> Self {
        let (poll, trust) = (settings.poll(), settings.trust());
        Self { poll, trust, known: Mutex::default(), asking: tokio::sync::Mutex::default() }
    }

    /// Makes sure that what is known may be believed, and says up to which revocation.
    pub(crate) async fn refresh(&self, db: &PgPool) -> Result<i64, store::Error> {
        if self.is_fresh(self.poll) {
            return Ok(self.known().heard);
        }
        let _asking = match self.asking.try_lock() {
            Ok(asking) => asking,
            Err(_) if self.is_fresh(self.trust) => return Ok(self.known().heard),
            Err(_) => self.asking.lock().await,
        };
        // Whoever asked while we waited asked for us too.
        if self.is_fresh(self.poll) {
            return Ok(self.known().heard);
        }
        self.ask(db).await
    }

    async fn ask(&self, db: &PgPool) -> Result<i64, store::Error> {
        // Taken before the question: the answer is at least as young.
        let now = Instant::now();
        let (heard, silent) = {
            let known = self.known();
            (known.heard, known.asked_at.is_none_or(|asked| now - asked > Self::LONG_SILENCE))
        };
        if silent {
            let last = revocations::last(db).await?;
            let mut known = self.known();
            known.passes.clear();
            known.heard = last;
            known.asked_at = Some(now);
            return Ok(last);
        }
        let news = revocations::after(db, heard).await?;
        let mut known = self.known();
        for Revocation { number, person, pass } in news {
            if let Some(person) = person {
                known.forget(Revoked::Person(PersonId::from_uuid(person)));
            }
            if let Some(pass) = pass {
                known.forget(Revoked::Pass(pass));
            }
            known.heard = number;
        }
        known.asked_at = Some(now);
        Ok(known.heard)
    }

    pub(crate) fn find(&self, secret: &Digest) -> Option<Pass> {
        self.known().passes.get(secret).cloned()
    }

    /// Remembers what was read once `heard` was known, unless something was revoked since: it may have been this.
    pub(crate) fn remember(&self, secret: Digest, pass: Pass, heard: i64) {
        let mut known = self.known();
        if known.heard == heard {
            known.make_room();
            known.passes.insert(secret, pass);
        }
    }

    pub(crate) fn note_seen(&self, secret: &Digest, at: OffsetDateTime) {
        if let Some(pass) = self.known().passes.get_mut(secret) {
            pass.seen_at = pass.seen_at.max(at);
        }
    }

    pub(crate) fn forget_one(&self, secret: &Digest) {
        self.known().passes.remove(secret);
    }

    /// Forgets at once, on the node where it was decided; the others hear of it.
    pub(crate) fn forget(&self, revoked: &[Revoked]) {
        let mut known = self.known();
        for revoked in revoked {
            known.forget(*revoked);
        }
    }

    fn is_fresh(&self, within: Duration) -> bool {
        self.known().asked_at.is_some_and(|asked| asked.elapsed() < within)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a change revoked: one session or token.
pub(crate) fn pass<T>(id: kernel::Id<T>) -> Revoked {
    Revoked::Pass(id.uuid())
}

#[cfg(test)]
mod tests {
    use web::{SessionId, Strength};

    use crate::model::Shown;

    use super::*;

    fn passes() -> Passes {
        Passes::new(&Settings::default())
    }

    fn of(person: PersonId, minute: i64) -> Pass {
        let at = OffsetDateTime::UNIX_EPOCH + time::Duration::minutes(minute);
        let expires_at = at + time::Duration::DAY;
        let strength = Strength::Code;
        let shown = Shown::by(strength, at);
        Pass {
            id: SessionId::new(),
            person,
            strength,
            seen_at: at,
            expires_at,
            shown,
            second_factor: false,
            scopes: None,
        }
    }

    #[test]
    fn what_is_revoked_is_forgotten_and_nothing_else() {
        let (passes, camille, hugo) = (passes(), PersonId::new(), PersonId::new());
        let (one, two, three) = (of(camille, 0), of(camille, 0), of(hugo, 0));
        let only = pass(one.id);
        for (secret, pass) in [([1; 32], one), ([2; 32], two), ([3; 32], three)] {
            passes.remember(secret, pass, 0);
        }

        passes.forget(&[only]);
        let left = |secret| passes.find(&[secret; 32]).is_some();
        assert!(!left(1) && left(2) && left(3));
        passes.forget(&[Revoked::Person(camille)]);
        assert!(!left(2) && left(3));
    }

    #[test]
    fn what_was_read_before_a_revocation_is_not_remembered() {
        let passes = passes();
        passes.known().heard = 7;
        passes.remember([1; 32], of(PersonId::new(), 0), 6);
        assert!(passes.find(&[1; 32]).is_none());
        passes.remember([1; 32], of(PersonId::new(), 0), 7);
        assert!(passes.find(&[1; 32]).is_some());
    }

    #[test]
    fn those_who_came_least_lately_make_room() {
        let passes = passes();
        for minute in 0..=Known::MOST {
            let mut secret = [0; 32];
            secret[..8].copy_from_slice(&minute.to_le_bytes());
            passes.remember(secret, of(PersonId::new(), i64::try_from(minute).unwrap()), 0);
        }
        assert!(passes.known().passes.len() <= Known::MOST);
        assert!(passes.find(&[0; 32]).is_none());
    }
}
