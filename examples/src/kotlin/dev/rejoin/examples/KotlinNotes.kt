package dev.rejoin.examples

import dev.rejoin.document.Document
import dev.rejoin.document.Path
import dev.rejoin.version.DocumentId
import java.util.concurrent.Executors
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.jdk9.asFlow
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext

/** A document that one thread owns, and a screen that collects what changes. */
fun main(arguments: Array<String>) = runBlocking {
    val owner = Executors.newSingleThreadExecutor().asCoroutineDispatcher() // Dispatchers.Main on Android
    val document = Document.create(DocumentId.named("notes"))
    try {
        withContext(owner) {
            val changes = document.changes(Path.root(), owner.executor, 256).asFlow()
            val screen = launch {
                val first = changes.map { change -> change.events().map { it.path().toString() } }.first()
                check(first == listOf("/", "/notes")) { first }
            }
            kotlinx.coroutines.yield() // lets the screen subscribe
            document.edit { tx -> tx.root().text("notes").append("Ring twice.") }
            screen.join()
            check(document.root().text("notes").toString() == "Ring twice.")
        }
    } finally {
        owner.close()
    }
}
