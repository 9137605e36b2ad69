using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Storage.Tests.Notices;

/// <summary>
/// A mail server of one connection after the other, as far as RFC 5321 needs it to take a mail: greeting, EHLO, MAIL,
/// RCPT, DATA, QUIT.
/// </summary>
internal sealed class ScriptedSmtp : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _answerToMail;
    private readonly Task _running;

    public ScriptedSmtp(string answerToMail = "250 2.0.0 taken")
    {
        _answerToMail = answerToMail;
        _listener.Start();
        _running = Task.Run(RunAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Mails as they came, headers and body.</summary>
    public List<string> Mails { get; } = [];

    public void Dispose()
    {
        _listener.Stop();
        _listener.Dispose();
        GC.KeepAlive(_running);
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await TalkAsync(client.GetStream());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await SayAsync(stream, "220 scripted");
        while (await reader.ReadLineAsync() is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO": await SayAsync(stream, "250-scripted\r\n250-8BITMIME\r\n250 SMTPUTF8"); break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    var mail = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } part && part != ".") mail.Append(part).Append('\n');
                    Mails.Add(mail.ToString());
                    await SayAsync(stream, _answerToMail);
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default: await SayAsync(stream, "250 ok"); break;
            }
        }
    }

    private static async Task SayAsync(NetworkStream stream, string words) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes(words + "\r\n"));
}
