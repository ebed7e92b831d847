/** The demonstration: devices that edit one document while apart, meet over a bad network, and end equal. */
@NullMarked
package dev.rejoin.bench.demo;

import org.jspecify.annotations.NullMarked;
