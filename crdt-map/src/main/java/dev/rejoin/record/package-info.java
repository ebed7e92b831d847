/**
 * Java records, and other objects of an application, as maps of a document: read as a whole, written as what changed.
 *
 * <p>A mapper is put together from method references, so that nothing is found by reflection: it works the same on Android
 * and in native images.
 */
package dev.rejoin.record;
