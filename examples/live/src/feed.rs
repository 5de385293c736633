//! [`Feed`]: the last news, and those who follow it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use fasterapi::broadcast::{Broadcaster, Subscription};
use fasterapi::prelude::*;

/// How much is kept for those who come back.
const KEPT: usize = 100;

/// One piece of news.
#[model]
pub(super) struct News {
    pub(super) id: u64,
    pub(super) text: String,
}

impl News {
    pub(super) fn to_event(&self) -> ServerSentEvent {
        ServerSentEvent::new().id(self.id).event("news").data(self)
    }
}

/// The last news, and those who follow it.
///
/// The first id is the time of the start, so that ids grow from one run of the program to the next: who comes back
/// after a restart, with an id of the run before, is told all that is new. A database would number them for good.
#[derive(Debug)]
pub(super) struct Feed {
    first: u64,
    past: Mutex<VecDeque<News>>,
    present: Broadcaster<News>,
}

impl Feed {
    pub(super) fn new() -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::starting_at(u64::try_from(since_1970.as_micros()).unwrap_or_default())
    }

    /// A feed whose first news has this id.
    pub(super) fn starting_at(first: u64) -> Self {
        Self {
            first,
            past: Mutex::default(),
            present: Broadcaster::new(KEPT),
        }
    }

    pub(super) fn publish(&self, text: String) -> News {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let id = past.back().map_or(self.first, |last| last.id + 1);
        let news = News { id, text };
        past.push_back(news.clone());
        if past.len() > KEPT {
            past.pop_front();
        }
        // Under the lock, so that nobody is told twice or not at all.
        self.present.send(news.clone());
        news
    }

    /// What came after `last`, and what will come.
    pub(super) fn follow(&self, last: Option<u64>) -> (Vec<News>, Subscription<News>) {
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let missed = last.map_or_else(Vec::new, |last| {
            past.iter().filter(|news| news.id > last).cloned().collect()
        });
        (missed, self.present.subscribe())
    }
}
