/**
 * Registers: one place that holds one value, or several after concurrent writes.
 *
 * <p>{@link dev.rejoin.register.LwwRegister} and {@link dev.rejoin.register.MvRegister} are two ways to read one
 * storage, {@link dev.rejoin.register.RegisterState}, which maps also keep directly in their entries. {@link
 * dev.rejoin.register.RegisterPolicy} names the ways to read it.
 */
@NullMarked
package dev.rejoin.register;

import org.jspecify.annotations.NullMarked;
