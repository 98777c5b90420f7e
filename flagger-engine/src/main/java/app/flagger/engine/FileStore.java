package app.flagger.engine;

import app.flagger.api.Call;
import app.flagger.api.CanaryKey;
import app.flagger.api.PlugException;
import app.flagger.api.plug.CanaryStore;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps the status of each canary in a file of its own, for engines without a cluster. The first line of a file holds the version
 * and the operation that wrote it, the rest is the status as JSON.
 *
 * <p>A save replaces the file as a whole and returns when it is on the disk: after a crash of the process or the machine there is
 * the old status or the new one. Several engines may share a directory on one machine; a lock file orders their writes.
 * Thread-safe.
 */
public final class FileStore implements CanaryStore {
    private static final int LONGEST_NAME = 180;

    private final Path directory;

    private FileStore(Path directory) {
        this.directory = directory;
    }

    /**
     * A store in a directory, which is made when something is saved.
     *
     * @param directory must allow files to be replaced atomically, as local file systems do
     */
    public static FileStore in(Path directory) {
        return new FileStore(directory);
    }

    private record Content(long version, String operation, String json) {
        private Stored stored() {
            return new Stored(json, name());
        }

        /** With the operation in it, because the count begins anew when a status was deleted. */
        private String name() {
            return version + "-" + digest(operation).substring(0, 16);
        }
    }

    @Override
    public Optional<Stored> load(CanaryKey key, Call call) throws IOException, PlugException {
        return read(file(key)).map(Content::stored);
    }

    @Override
    public Stored save(CanaryKey key, String json, Optional<String> expectedVersion, Call call)
            throws IOException, PlugException {
        Files.createDirectories(directory);
        return locked(() -> {
            Path file = file(key);
            Optional<Content> now = read(file);
            if (now.isPresent()
                    && now.get().operation().equals(call.operation())
                    && now.get().json().equals(json)) {
                return now.get().stored();
            }
            check(key, now, expectedVersion);
            Content next = new Content(now.map(Content::version).orElse(0L) + 1, call.operation(), json);
            replace(file, next);
            return next.stored();
        });
    }

    @Override
    public void delete(CanaryKey key, String expectedVersion, Call call) throws IOException, PlugException {
        if (!Files.isDirectory(directory)) {
            throw changed(key);
        }
        locked(() -> {
            Path file = file(key);
            check(key, read(file), Optional.of(expectedVersion));
            Files.delete(file);
            force(directory);
            return file;
        });
    }

    private interface Work<T> {
        T run() throws IOException, PlugException;
    }

    private synchronized <T> T locked(Work<T> work) throws IOException, PlugException {
        try (FileChannel lock = FileChannel.open(
                        directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = lock.lock()) {
            if (!held.isValid()) {
                throw new IOException("the lock of " + directory + " was lost");
            }
            return work.run();
        } catch (OverlappingFileLockException other) {
            throw new PlugException(
                    PlugException.Kind.TRANSIENT, "another store of this process writes to " + directory);
        }
    }

    private static void check(CanaryKey key, Optional<Content> now, Optional<String> expected) throws PlugException {
        if (!now.map(Content::name).equals(expected)) {
            throw changed(key);
        }
    }

    private static PlugException changed(CanaryKey key) {
        return new PlugException(PlugException.Kind.CONFLICT, "the status of " + key + " was changed");
    }

    private static Optional<Content> read(Path file) throws IOException, PlugException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        int line = text.indexOf('\n');
        int space = text.indexOf(' ');
        if (space < 1 || line < space) {
            throw new PlugException(PlugException.Kind.UNSUPPORTED, file + " is not a status that this store wrote");
        }
        try {
            long version = Long.parseLong(text.substring(0, space));
            return Optional.of(new Content(version, text.substring(space + 1, line), text.substring(line + 1)));
        } catch (NumberFormatException other) {
            throw new PlugException(
                    PlugException.Kind.UNSUPPORTED, file + " is not a status that this store wrote", other);
        }
    }

    private void replace(Path file, Content content) throws IOException {
        String operation = content.operation().replace('\n', ' ');
        String text = content.version() + " " + operation + "\n" + content.json();
        Path written = directory.resolve(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                written, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(directory);
    }

    /** A renamed file survives a crash of the machine only once its directory is on the disk. */
    private static void force(Path directory) throws IOException {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Elsewhere a directory cannot be opened; the file system orders such changes itself.
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path file(CanaryKey key) {
        return directory.resolve(safe(key.namespace()) + "@" + safe(key.name()) + ".status");
    }

    /** A name that every file system takes, keeps apart from others, and does not confuse by upper and lower case. */
    private static String safe(String part) {
        StringBuilder safe = new StringBuilder();
        for (byte next : part.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = next >= 'a' && next <= 'z' || next >= '0' && next <= '9' || next == '-' || next == '.';
            safe.append(plain ? String.valueOf((char) next) : String.format(Locale.ROOT, "%%%02x", next));
        }
        return safe.length() <= LONGEST_NAME / 2
                ? safe.toString()
                : safe.substring(0, LONGEST_NAME / 4) + "%" + digest(part);
    }

    private static String digest(String part) {
        return Hashing.sha256().hashString(part, StandardCharsets.UTF_8).toString();
    }
}
