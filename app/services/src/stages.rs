//! Keeping the stage of a practice true to its facts.
