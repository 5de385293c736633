//! A client of WebSockets that knows no rules: it sends whatever bytes a test wants, and shows what comes back.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// The first byte of a frame: the bit of the last frame.
pub const FIN: u8 = 0x80;
/// The opcode of what goes on.
pub const MORE: u8 = 0;
/// The opcode of text.
pub const TEXT: u8 = 1;
/// The opcode of bytes.
pub const BYTES: u8 = 2;
/// The opcode of the end.
pub const CLOSE: u8 = 8;
/// The opcode of a question.
pub const PING: u8 = 9;
/// The opcode of its answer.
pub const PONG: u8 = 10;

const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A frame as a client sends it: `first` is its first byte, bits and opcode.
pub fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(first, payload.len() as u64);
    bytes.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    bytes
}

/// The head of a frame whose payload is said to be this long.
pub fn head(first: u8, length: u64) -> Vec<u8> {
    let mut bytes = vec![first];
    match length {
        0..126 => bytes.push(FIN | length as u8),
        126..65_536 => {
            bytes.push(FIN | 126);
            bytes.extend((length as u16).to_be_bytes());
        }
        _ => {
            bytes.push(FIN | 127);
            bytes.extend(length.to_be_bytes());
        }
    }
    bytes.extend(MASK);
    bytes
}

/// The payload of a close frame.
pub fn closing(code: u16, reason: impl AsRef<[u8]>) -> Vec<u8> {
    [&code.to_be_bytes()[..], reason.as_ref()].concat()
}

/// A frame as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Bits and opcode.
    pub first: u8,
    /// The payload.
    pub payload: Vec<u8>,
}

impl Frame {
    /// A whole message, or control frame.
    pub fn new(opcode: u8, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            first: FIN | opcode,
            payload: payload.into(),
        }
    }

    /// The code of a close frame; 1005 when it has none.
    ///
    /// # Panics
    /// When it is another frame.
    pub fn code(&self) -> u16 {
        assert_eq!(self.first, FIN | CLOSE, "not a close frame: {self:?}");
        match self.payload[..] {
            [] => 1005,
            [a, b, ..] => u16::from_be_bytes([a, b]),
            [_] => panic!("half a code"),
        }
    }
}

/// A raw WebSocket.
#[derive(Debug)]
pub struct Socket {
    stream: TcpStream,
    /// The answer to the handshake.
    pub answer: String,
}

impl Socket {
    /// Asks `address` for a WebSocket at `path`, with these further header lines.
    ///
    /// # Panics
    /// When it does not answer 101.
    pub fn open(address: &str, path: &str, headers: &str) -> Self {
        Self::open_with(address, path, headers, &[])
    }

    /// As [`open`](Self::open), and sends these bytes with the request.
    ///
    /// # Panics
    /// When it does not answer 101.
    pub fn open_with(address: &str, path: &str, headers: &str, early: &[u8]) -> Self {
        let mut stream = TcpStream::connect(address).expect("the server accepts");
        stream.set_nodelay(true).expect("no delay");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a timeout");
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
        );
        stream
            .write_all(&[request.as_bytes(), early].concat())
            .expect("the server reads");
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            assert_eq!(stream.read(&mut byte).expect("an answer"), 1, "the answer ended");
            answer.push(byte[0]);
        }
        let answer = String::from_utf8(answer).expect("a head that is text");
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        Self { stream, answer }
    }

    /// Sends these bytes in one piece.
    ///
    /// # Panics
    /// When the server has gone.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).expect("the server reads");
    }

    /// Sends these bytes in pieces of `size`. The server may have had enough before the last.
    pub fn send_chopped(&mut self, bytes: &[u8], size: usize) {
        for piece in bytes.chunks(size) {
            if self.stream.write_all(piece).is_err() {
                return;
            }
        }
    }

    /// Whether these bytes go out within a second.
    pub fn is_taken(&mut self, bytes: &[u8]) -> bool {
        self.stream
            .set_write_timeout(Some(Duration::from_secs(1)))
            .expect("a timeout");
        self.stream.write_all(bytes).is_ok()
    }

    /// Says that nothing more will be sent.
    pub fn end(&mut self) {
        self.stream
            .shutdown(std::net::Shutdown::Write)
            .expect("it can be shut down");
    }

    /// The next frame; `None` at the end of the connection.
    ///
    /// # Panics
    /// When nothing comes, or a frame that a server may not send.
    pub fn receive(&mut self) -> Option<Frame> {
        let mut head = [0; 2];
        match self.stream.read_exact(&mut head) {
            Ok(()) => {}
            Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => return None,
            Err(error) => panic!("nothing comes: {error}"),
        }
        let [first, length] = head;
        assert_eq!(first & 0x70, 0, "no extension was agreed on");
        assert_eq!(length & FIN, 0, "a server does not mask");
        let length = match length {
            126 => {
                let mut bytes = [0; 2];
                self.stream.read_exact(&mut bytes).expect("a length");
                u16::from_be_bytes(bytes).into()
            }
            127 => {
                let mut bytes = [0; 8];
                self.stream.read_exact(&mut bytes).expect("a length");
                u64::from_be_bytes(bytes)
            }
            short => short.into(),
        };
        let mut payload = vec![0; length as usize];
        self.stream.read_exact(&mut payload).expect("a payload");
        Some(Frame { first, payload })
    }

    /// All messages and control frames to the end of the connection; a message in several frames is put together.
    ///
    /// # Panics
    /// When the connection does not end.
    pub fn receive_all(&mut self) -> Vec<Frame> {
        let mut frames: Vec<Frame> = Vec::new();
        while let Some(frame) = self.receive() {
            match frames.last_mut() {
                Some(before) if frame.first & 0x0f == MORE => {
                    before.first |= frame.first & FIN;
                    before.payload.extend(frame.payload);
                }
                _ => frames.push(frame),
            }
        }
        frames
    }
}
