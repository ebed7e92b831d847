package dev.rejoin.examples;

import dev.rejoin.change.Change;
import dev.rejoin.delivery.ReceiveResult;
import dev.rejoin.document.Document;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/**
 * A server that keeps a document and passes on what it hears, and devices that are told of each change at once. A message
 * without changes is a question: this is what I have, send the rest.
 */
public final class SyncOverWebSocket {
    private SyncOverWebSocket() {}

    /** One device writes while the other is away; then both are connected. */
    public static void main(String[] arguments) throws Exception {
        DocumentId id = DocumentId.named("work-order-42");
        Server server = new Server(Document.create(id));
        server.start();
        server.started.await();
        URI address = URI.create("ws://127.0.0.1:" + server.getPort());
        Device tablet = new Device(id);
        Device phone = new Device(id);
        try {
            tablet.edit("written offline; ");
            tablet.connect(address);
            phone.connect(address);
            tablet.edit("written online");
            phone.waitFor("written offline; written online");
        } finally {
            tablet.close();
            phone.close();
            server.stop(1000);
        }
    }

    /** One of the JDK's web sockets, and a document that one thread works on. */
    private static final class Device implements WebSocket.Listener {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Document document;
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

        Device(DocumentId id) {
            document = Document.create(id);
        }

        void edit(String text) {
            thread.execute(() -> document.edit(tx -> tx.root().text("notes").append(text)));
        }

        void connect(URI address) {
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(address, this)
                    .join();
            thread.execute(() -> {
                // In this order nothing can fall between the two.
                document.onLocalChange(change -> send(socket, announcement(change)));
                send(socket, question());
            });
        }

        private SyncMessage question() {
            return new SyncMessage(document.version(), new byte[0]);
        }

        private SyncMessage announcement(Change change) {
            return new SyncMessage(VersionVector.EMPTY, change.toBytes());
        }

        /** A web socket takes one message at a time. On the document's thread. */
        private void send(WebSocket socket, SyncMessage message) {
            ByteBuffer bytes = ByteBuffer.wrap(message.toBytes());
            sending = sending.thenCompose(before -> socket.sendBinary(bytes, true));
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            parts.writeBytes(part); // limit what you take, as the HTTP server above does
            if (last) {
                SyncMessage message = SyncMessage.read(parts.toByteArray());
                parts.reset();
                thread.execute(() -> take(socket, message));
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(WebSocket socket, SyncMessage message) {
            if (message.changes().length == 0) {
                SyncMessage answer = SyncMessage.to(document, message.version());
                if (answer.changes().length > 0) {
                    send(socket, answer);
                }
                return;
            }
            ReceiveResult result = document.receive(message.changes());
            if (!result.missing().isEmpty()) {
                send(socket, question());
            }
        }

        void waitFor(String text) throws Exception {
            for (int tries = 0; tries < 500; tries++) {
                String notes = thread.submit(() -> document.root().text("notes").toString())
                        .get();
                if (notes.equals(text)) {
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
            throw new AssertionError("did not arrive: " + text);
        }

        void close() {
            thread.shutdownNow();
        }
    }

    /** Made with the library Java-WebSocket; any server will do that passes on binary messages. */
    private static final class Server extends WebSocketServer {
        private final Document document;
        private final CountDownLatch started = new CountDownLatch(1);

        Server(Document document) {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            this.document = document;
        }

        @Override
        public void onStart() {
            started.countDown();
        }

        @Override
        public void onOpen(org.java_websocket.WebSocket device, ClientHandshake handshake) {
            synchronized (document) {
                device.send(new SyncMessage(document.version(), new byte[0]).toBytes());
            }
        }

        @Override
        public void onMessage(org.java_websocket.WebSocket device, ByteBuffer bytes) {
            byte[] received = new byte[bytes.remaining()];
            bytes.get(received);
            SyncMessage message = SyncMessage.read(received);
            synchronized (document) {
                if (message.changes().length == 0) {
                    SyncMessage answer = SyncMessage.to(document, message.version());
                    if (answer.changes().length > 0) {
                        device.send(answer.toBytes());
                    }
                    return;
                }
                ReceiveResult result = document.receive(message.changes());
                getConnections().stream().filter(other -> other != device).forEach(other -> other.send(received));
                if (!result.missing().isEmpty()) {
                    device.send(new SyncMessage(document.version(), new byte[0]).toBytes());
                }
            }
        }

        @Override
        public void onMessage(org.java_websocket.WebSocket device, String text) {
            device.close(1003, "binary only");
        }

        @Override
        public void onClose(org.java_websocket.WebSocket device, int code, String reason, boolean remote) {
            // What the device lacks then, it asks for when it is back.
        }

        @Override
        public void onError(org.java_websocket.WebSocket device, Exception failed) {
            if (device != null) {
                device.close(1002, "malformed"); // nothing was changed
            }
        }
    }
}
