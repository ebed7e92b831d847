package dev.rejoin.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rejoin.CrdtException;
import dev.rejoin.document.Document;
import dev.rejoin.version.DocumentId;
import dev.rejoin.version.VersionVector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that keeps a document, and devices that come by when they have a connection. */
public final class SyncOverHttp {
    private static final int MAX_BODY = 16 << 20;

    private SyncOverHttp() {}

    /** Two devices edit apart and meet through the server. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        DocumentId id = DocumentId.named("work-order-42");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        HttpServer server = serve(Document.create(id), threads);
        try {
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/work-order-42");
            Document tabletDocument = Document.create(id);
            Document phoneDocument = Document.create(id);
            Device tablet = new Device(tabletDocument, address);
            Device phone = new Device(phoneDocument, address);

            tabletDocument.edit(tx -> tx.root().put("status", "open"));
            phoneDocument.edit(tx -> tx.root().counter("visits").increment());
            tablet.synchronise();
            phone.synchronise();
            tablet.synchronise();

            expect("{\"status\":\"open\",\"visits\":1}", tabletDocument.toJson());
            expect(tabletDocument.toJson(), phoneDocument.toJson());
        } finally {
            server.stop(0);
            threads.shutdown();
        }
    }

    private static HttpServer serve(Document document, ExecutorService threads) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/work-order-42", exchange -> {
            try (exchange) {
                answer(document, exchange);
            }
        });
        server.setExecutor(threads);
        server.start();
        return server;
    }

    private static void answer(Document document, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1); // not under the lock: clients may be slow
        if (body.length > MAX_BODY) {
            exchange.sendResponseHeaders(413, -1);
            return;
        }
        byte[] reply;
        try {
            SyncMessage message = SyncMessage.read(body);
            synchronized (document) { // one thread at a time
                if (message.changes().length > 0) {
                    document.receive(message.changes());
                }
                reply = SyncMessage.to(document, message.version()).toBytes();
            }
        } catch (CrdtException | IllegalArgumentException malformed) {
            exchange.sendResponseHeaders(400, -1); // nothing was changed
            return;
        }
        exchange.sendResponseHeaders(200, reply.length);
        exchange.getResponseBody().write(reply);
    }

    /** One device: call it when there is a connection, after edits, and now and then. */
    private static final class Device {
        private final Document document;
        private final URI address;
        private final HttpClient client = HttpClient.newHttpClient();
        private VersionVector serverHas = VersionVector.EMPTY;

        Device(Document document, URI address) {
            this.document = document;
            this.address = address;
        }

        /** Sends what the server lacks and takes what it sends. If this fails, nothing is lost: try again later. */
        void synchronise() throws IOException, InterruptedException {
            byte[] message = SyncMessage.to(document, serverHas).toBytes();
            HttpRequest request = HttpRequest.newBuilder(address)
                    .POST(BodyPublishers.ofByteArray(message))
                    .build();
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IOException(address + " answered " + response.statusCode());
            }
            SyncMessage answer = SyncMessage.read(response.body());
            if (answer.changes().length > 0) {
                document.receive(answer.changes());
            }
            serverHas = answer.version(); // what it says now, even if it is less than before
        }
    }

    private static void expect(String expected, String found) {
        if (!expected.equals(found)) {
            throw new AssertionError(found);
        }
    }
}
