package dev.pontoon.source.rabbitmq;

import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** Shows {@link WireFrames} every frame that is read, and changes nothing. */
final class FrameWatch implements FrameHandler {
  private final FrameHandler socket;
  private final WireFrames seen = new WireFrames();

  FrameWatch(FrameHandler socket) {
    this.socket = socket;
  }

  WireFrames seen() {
    return seen;
  }

  @Override
  public @Nullable Frame readFrame() throws IOException {
    Frame frame = socket.readFrame();
    if (frame != null) { // null: nothing came within the heartbeat's time
      seen.saw(frame);
    }
    return frame;
  }

  @Override
  public void initialize(AMQConnection connection) {
    socket.initialize(connection);
  }

  @Override
  public void sendHeader() throws IOException {
    socket.sendHeader();
  }

  @Override
  public void writeFrame(Frame frame) throws IOException {
    socket.writeFrame(frame);
  }

  @Override
  public void flush() throws IOException {
    socket.flush();
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public void setTimeout(int millis) throws SocketException {
    socket.setTimeout(millis);
  }

  @Override
  public int getTimeout() throws SocketException {
    return socket.getTimeout();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public InetAddress getAddress() {
    return socket.getAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }
}
