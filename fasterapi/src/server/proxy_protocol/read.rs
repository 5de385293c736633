//! [`read`]: takes a header off a connection, and not a byte more.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;

use tokio::io::{AsyncRead, ReadBuf};

use super::{Malformed, Origin, Parsed, v1, v2};

/// Why there is no header.
#[derive(Debug)]
pub(super) enum ReadError {
    /// The peer closed the connection, or broke it off.
    Closed,
    /// What came is no header.
    Malformed(Malformed),
}

impl From<io::Error> for ReadError {
    fn from(_: io::Error) -> Self {
        Self::Closed
    }
}

impl From<Malformed> for ReadError {
    fn from(reason: Malformed) -> Self {
        Self::Malformed(reason)
    }
}

/// Reads a header of either version. What follows it stays in the stream, so at no time are more bytes read than the
/// header still has. There is no limit of time here.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Result<Origin, ReadError> {
    let mut header = Vec::with_capacity(128);
    loop {
        match parse(&header)? {
            Parsed::Done(origin) => return Ok(origin),
            Parsed::Needs(more) => {
                let start = header.len();
                header.resize(start + more, 0);
                let read = {
                    let mut room = ReadBuf::new(&mut header[start..]);
                    poll_fn(|cx| Pin::new(&mut *stream).poll_read(cx, &mut room)).await?;
                    room.filled().len()
                };
                header.truncate(start + read);
                if read == 0 && start == 0 {
                    return Err(ReadError::Closed);
                } else if read == 0 {
                    return Err(ReadError::Malformed("the connection ended within the header"));
                }
            }
        }
    }
}

/// What `bytes`, the first of a connection, are.
fn parse(bytes: &[u8]) -> Result<Parsed, Malformed> {
    let begins = |start: &[u8]| bytes.iter().zip(start).all(|(a, b)| a == b);
    match bytes.len() {
        length if length >= v1::START.len() && begins(v1::START) => v1::parse(bytes),
        length if length >= v2::SIGNATURE.len() && begins(v2::SIGNATURE) => v2::parse(bytes),
        length if begins(v1::START) || begins(v2::SIGNATURE) => Ok(Parsed::Needs(v1::SHORTEST - length)),
        _ => Err("it begins with neither PROXY nor the signature of version 2"),
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const HTTP: &[u8] = b"GET / HTTP/1.1\r\n\r\n";

    /// Sends `bytes` in pieces of `piece` bytes and HTTP behind them; the origin, and what is left to read.
    async fn send(bytes: &[u8], piece: usize) -> (Result<Origin, ReadError>, Vec<u8>) {
        let (mut client, mut server) = duplex(piece);
        let all = [bytes, HTTP].concat();
        let write = async move {
            let _ = client.write_all(&all).await;
        };
        let look = async {
            let origin = read(&mut server).await;
            let mut rest = Vec::new();
            if origin.is_ok() {
                server.read_to_end(&mut rest).await.unwrap();
            }
            drop(server);
            (origin, rest)
        };
        tokio::join!(write, look).1
    }

    fn headers() -> Vec<Vec<u8>> {
        let v2 = |command, family, block: &[u8]| {
            let length = u16::try_from(block.len()).unwrap().to_be_bytes();
            [v2::SIGNATURE, &[command, family], &length, block].concat()
        };
        vec![
            b"PROXY UNKNOWN\r\n".to_vec(),
            b"PROXY UNKNOWN x y\r\n".to_vec(),
            b"PROXY TCP4 192.0.2.1 198.51.100.1 51234 443\r\n".to_vec(),
            b"PROXY TCP6 :: :: 0 0\r\n".to_vec(),
            v2(0x20, 0, &[]),
            v2(0x21, 0x11, &[1; 12]),
            v2(0x21, 0x21, &[1; 36]),
            v2(0x21, 0x31, &[0; 216]),
            v2(0x21, 0x11, &[&[1; 12][..], &[4, 0, 2, 0, 0]].concat()),
        ]
    }

    #[tokio::test]
    async fn whatever_follows_a_header_stays_however_the_bytes_arrive() {
        for header in headers() {
            for piece in [1, 2, 7, 64, 4096] {
                let (origin, rest) = send(&header, piece).await;
                assert!(origin.is_ok(), "{origin:?} {header:?}");
                assert_eq!(rest, HTTP, "{header:?} in pieces of {piece}");
            }
        }
    }

    #[tokio::test]
    async fn a_header_cut_short_is_malformed_and_nothing_at_all_is_an_end() {
        for header in headers() {
            for length in 0..header.len() {
                let mut bytes = &header[..length];
                match (length, read(&mut bytes).await) {
                    (0, Err(ReadError::Closed)) | (1.., Err(ReadError::Malformed(_))) => {}
                    (_, other) => panic!("{other:?} at {length} of {header:?}"),
                }
            }
        }
    }

    #[tokio::test]
    async fn plain_http_and_others_are_refused_at_once() {
        for bytes in [HTTP, b"\r\n\r\n\0\r\nQUIX\n", b"PROXY\tTCP4", b"\x16\x03\x01\x02", b"P"] {
            let mut stream = bytes;
            assert!(
                matches!(read(&mut stream).await, Err(ReadError::Malformed(_))),
                "{bytes:?}"
            );
        }
    }

    /// Every header with one byte changed, and pseudo-random bytes behind every start: an answer, and no panic.
    #[tokio::test]
    async fn any_bytes_have_an_answer() {
        let mut state = 1_u32;
        let mut random = move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        for header in headers() {
            for place in 0..header.len() {
                for _ in 0..8 {
                    let mut changed = header.clone();
                    changed[place] = random();
                    let _ = read(&mut &changed[..]).await;
                }
            }
            for start in 0..header.len() {
                let noise = (0..300).map(|_| random());
                let bytes: Vec<u8> = header[..start].iter().copied().chain(noise).collect();
                let _ = read(&mut &bytes[..]).await;
            }
        }
    }
}
