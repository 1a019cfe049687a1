//! The desk's requests that bundles answer. Many bundles answer the same one, and checking its signature anew for each would cost as much
//! as opening the bundle.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::SignedRequest;

/// More different ones than a desk has open at a time; then it begins anew.
const MOST: usize = 256;

/// Requests that were read and found to be the desk's, by their very documents.
#[derive(Default)]
pub(crate) struct AnsweredRequests(Mutex<HashMap<String, SignedRequest>>);

impl AnsweredRequests {
    /// The request in a document, if it is signed as it should be and `is_ours`.
    pub(crate) fn read(&self, document: &str, is_ours: impl Fn(&SignedRequest) -> bool) -> Option<SignedRequest> {
        // What was put in is whole, whoever panicked next to it.
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(request) = known.get(document) {
            return Some(request.clone());
        }
        drop(known);
        let request = SignedRequest::read_document(document.as_bytes()).ok().filter(is_ours)?;
        known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(document.to_owned(), request.clone());
        Some(request)
    }
}
