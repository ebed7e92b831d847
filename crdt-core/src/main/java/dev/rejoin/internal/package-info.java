/** Building blocks shared by the modules of this library; not part of its API. */
@org.jspecify.annotations.NullMarked
package dev.rejoin.internal;
