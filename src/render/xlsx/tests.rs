//! Pages read back from the workbooks they were drawn in.
