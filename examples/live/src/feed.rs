//! [`Feed`]: the last news, and those who follow it.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

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
#[derive(Debug)]
pub(super) struct Feed {
    past: Mutex<VecDeque<News>>,
    present: Broadcaster<News>,
}

impl Feed {
    pub(super) fn new() -> Self {
        Self {
            past: Mutex::default(),
            present: Broadcaster::new(KEPT),
        }
    }

    pub(super) fn publish(&self, text: String) -> News {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let id = past.back().map_or(1, |last| last.id + 1);
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
