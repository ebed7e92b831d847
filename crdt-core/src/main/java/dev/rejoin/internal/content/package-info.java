/** What elements hold, addressed by (replica, seq) and shared by state and history; not part of the API. */
@org.jspecify.annotations.NullMarked
package dev.rejoin.internal.content;
