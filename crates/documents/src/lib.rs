//! Requests, bundles, receipts and rotations: signed lines, age, words, mail repair.
