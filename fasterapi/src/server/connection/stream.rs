//! [`Stream`]: any stream of bytes, for what is the same code whatever it comes over.

use tokio::io::{AsyncRead, AsyncWrite};

/// A stream of bytes in both directions.
pub(in crate::server) trait Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + 'static> Stream for T {}
