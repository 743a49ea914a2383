using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LibTorch.Service;

/// <summary>A connection that sends one prepared HTTP request again and again. The clients share the cores with the service, so they use a plain socket instead of HttpClient.</summary>
internal sealed class Connection : IDisposable
{
    private static readonly byte[] HeadersEnd = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] LastChunk = "\r\n0\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _request;
    private readonly byte[] _reply = new byte[64 * 1024];

    public Connection(int port, byte[] body)
    {
        var headers = $"POST /classify HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        _request = [.. Encoding.ASCII.GetBytes(headers), .. body];
        _socket.Connect(IPAddress.Loopback, port);
    }

    /// <summary>Sends it, and waits for the whole reply.</summary>
    /// <returns>The reply's body, valid until the next request.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> Ask()
    {
        await _socket.SendAsync(_request);
        for (var length = 0; ;)
        {
            var read = await _socket.ReceiveAsync(_reply.AsMemory(length));
            if (read == 0)
            {
                throw new IOException("The service closed the connection.");
            }

            length += read;
            if (Body(_reply.AsMemory(0, length)) is { } body)
            {
                return body;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    // Null if the reply is not complete yet. A bare null beside a memory would become an empty memory.
    private static ReadOnlyMemory<byte>? Body(ReadOnlyMemory<byte> reply)
    {
        var end = reply.Span.IndexOf(HeadersEnd);
        if (end < 0)
        {
            return null;
        }

        var headers = Encoding.ASCII.GetString(reply.Span[..end]);
        var rest = reply[(end + HeadersEnd.Length)..];
        if (!headers.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
        {
            throw new IOException($"The service answered: {headers}");
        }

        const string Length = "Content-Length: ";
        if (headers.IndexOf(Length, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            // The last line of the headers has no line break of its own.
            var count = int.Parse(headers[(at + Length.Length)..].Split('\r')[0], CultureInfo.InvariantCulture);
            return rest.Length >= count ? rest[..count] : (ReadOnlyMemory<byte>?)null;
        }

        // A chunked reply; an answer this short is a single chunk.
        return rest.Span.EndsWith(LastChunk) ? rest[(rest.Span.IndexOf("\r\n"u8) + 2)..^LastChunk.Length] : (ReadOnlyMemory<byte>?)null;
    }
}
