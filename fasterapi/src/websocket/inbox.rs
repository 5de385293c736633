//! [`Inbox`]: what was read ahead of the handler.

use std::collections::VecDeque;

use super::{Message, WebSocketConfig};

/// Messages that wait for the handler, as many as the limits allow.
#[derive(Debug)]
pub(super) struct Inbox {
    messages: VecDeque<Message>,
    bytes: usize,
    max_messages: usize,
    max_bytes: usize,
}

impl Inbox {
    pub(super) fn new(config: &WebSocketConfig) -> Self {
        Self {
            messages: VecDeque::new(),
            bytes: 0,
            max_messages: config.max_queue,
            max_bytes: config.max_message_size,
        }
    }

    pub(super) fn push(&mut self, message: Message) {
        self.bytes += message.len();
        self.messages.push_back(message);
    }

    pub(super) fn pop(&mut self) -> Option<Message> {
        let message = self.messages.pop_front()?;
        self.bytes -= message.len();
        Some(message)
    }

    /// Whether no more may be read ahead. There is room for one in any case, or nothing could be handed over.
    pub(super) fn is_full(&self) -> bool {
        let is_over = self.messages.len() >= self.max_messages || self.bytes >= self.max_bytes;
        is_over && !self.messages.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_full_by_number_or_by_size() {
        let config = WebSocketConfig::new().max_queue(2).max_message_size(10);
        let mut inbox = Inbox::new(&config);
        inbox.push("a".into());
        assert!(!inbox.is_full());
        inbox.push("b".into());
        assert!(inbox.is_full());
        assert_eq!(inbox.pop(), Some("a".into()));
        inbox.push("123456789".into());
        inbox.pop();
        assert!(!inbox.is_full());
        inbox.push("x".into());
        assert!(inbox.is_full());
        inbox.pop();
        inbox.pop();
        assert_eq!((inbox.pop(), inbox.bytes), (None, 0));
    }

    #[test]
    fn it_takes_one_in_any_case() {
        let mut inbox = Inbox::new(&WebSocketConfig::new().max_queue(0).max_message_size(0));
        assert!(!inbox.is_full());
        inbox.push("".into());
        assert!(inbox.is_full());
    }
}
