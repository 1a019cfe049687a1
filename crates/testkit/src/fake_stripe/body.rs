//! Bodies, whole and cut.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Bytes, Frame, SizeHint};

/// A body that ends as it should or with an error, at which the server drops the connection.
pub(super) struct Body {
    data: Option<Bytes>,
    length: u64,
    /// Whether what came so far has been sent.
    flushed: bool,
}

impl Body {
    pub(super) fn whole(data: Vec<u8>) -> Self {
        Self { length: data.len() as u64, data: Some(data.into()), flushed: false }
    }

    /// Announces more than comes.
    pub(super) fn cut(data: Vec<u8>) -> Self {
        Self { length: data.len() as u64 + 1, data: Some(data.into()), flushed: false }
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let next = match self.data.take() {
            Some(data) => {
                self.length -= data.len() as u64;
                Some(Ok(Frame::data(data)))
            }
            // hyper sends what it has while it waits, so that the cut comes behind it.
            None if self.length > 0 && !self.flushed => {
                self.flushed = true;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            None if self.length > 0 => Some(Err(io::ErrorKind::ConnectionAborted.into())),
            None => None,
        };
        Poll::Ready(next)
    }

    fn is_end_stream(&self) -> bool {
        self.length == 0 && self.data.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
