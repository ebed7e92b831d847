package dev.rejoin.bench.figures;

/**
 * What one operation of a shape of editing takes at two sizes.
 *
 * @param shape what is done
 * @param size n
 * @param micros microseconds at n
 * @param microsAtTwice microseconds at 2n
 */
record Scaling(String shape, double size, double micros, double microsAtTwice) {}
