//! [`Slope`]: whether something grows.

/// Points on a line that should be level.
#[derive(Debug, Default)]
pub struct Slope(Vec<(f64, f64)>);

impl Slope {
    /// One more point.
    pub fn add(&mut self, x: usize, y: usize) {
        self.0.push((x as f64, y as f64));
    }

    /// How steep the line through the points is that fits them best, without the first third of them: so much more of
    /// `y` for each `x`. 0 for fewer than two points.
    pub fn after_warm_up(&self) -> f64 {
        let points = &self.0[self.0.len() / 3..];
        if points.len() < 2 {
            return 0.0;
        }
        let count = points.len() as f64;
        let middle = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
        let (x, y) = (middle(|point| point.0), middle(|point| point.1));
        let rise: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
        let run: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
        rise / run
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slope(values: &[usize]) -> f64 {
        let mut slope = Slope::default();
        values.iter().enumerate().for_each(|(x, y)| slope.add(x, *y));
        slope.after_warm_up()
    }

    #[test]
    fn growth_is_told_from_a_start() {
        assert_eq!(slope(&[0, 50, 100, 100, 100, 100]), 0.0);
        assert_eq!(slope(&[0, 1, 2, 3, 4, 5]), 1.0);
        assert!(slope(&[0, 90, 100, 99, 101, 100]).abs() < 0.5);
        assert_eq!(slope(&[7]), 0.0);
    }
}
