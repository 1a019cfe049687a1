//! The known integrators as data.
