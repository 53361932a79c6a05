//! The rules that hold for the code as a whole.
