//! Messages by the real program: on the command line, in the background, and killed at the worst moment.

#![cfg(test)]

mod background;
mod command_line;
mod killed;
mod support;
mod trusted;
