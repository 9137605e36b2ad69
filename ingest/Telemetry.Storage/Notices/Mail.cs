using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Telemetry.Domain.Alarms;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations.Alarms;

namespace Telemetry.Storage.Notices;

/// <summary>
/// Sends each notice as a mail in plain text, one connection each: there are few. The message id is the notice's, so
/// that a repetition is recognised as one.
/// </summary>
public sealed class Mail(MailOptions options, string hostName, TimeProvider time) : INoticeChannel
{
    public const string ChannelName = "mail";

    public string Name => ChannelName;

    public AlarmPriority LeastPriority => options.LeastPriority;

    public async Task<Delivery> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await DeliverAsync(Write(notice), either.Token);
            return Delivery.Sent;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Delivery.Again($"{Place} gave no answer within {options.Timeout.TotalSeconds:0} s");
        }
        catch (SmtpCommandException exception) when (exception.ErrorCode == SmtpErrorCode.MessageNotAccepted)
        {
            return Delivery.Refused($"{Place} refuses the mail: {exception.Message}");
        }
        catch (Exception exception) when (exception is SmtpCommandException or SmtpProtocolException
            or ServiceNotConnectedException or AuthenticationException or SslHandshakeException or SocketException
            or IOException or NotSupportedException)
        {
            return Delivery.Again($"{Place}: {exception.Message}");
        }
    }

    /// <summary>The mail of a notice.</summary>
    public MimeMessage Write(Notice notice)
    {
        var content = NoticeContent.Parse(notice.Content);
        var message = new MimeMessage
        {
            Subject = $"[{content.Priority}] {Say(content.Title, " / ")}",
            Date = notice.At,
            MessageId = string.Create(CultureInfo.InvariantCulture, $"notice-{notice.Id}.{notice.Alarm}@{hostName}"),
            Body = new TextPart("plain") { Text = Body(content) },
        };
        message.From.Add(MailboxAddress.Parse(options.From));
        foreach (var receiver in options.To) message.To.Add(MailboxAddress.Parse(receiver));
        if (content.Priority is "high" or "critical") message.Importance = MessageImportance.High;
        return message;
    }

    private string Place => string.Create(CultureInfo.InvariantCulture, $"{options.Host}:{options.EffectivePort}");

    private async Task DeliverAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient();
        await client.ConnectAsync(
            options.Host, options.EffectivePort, options.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.StartTls => SecureSocketOptions.StartTls,
                _ => SecureSocketOptions.None,
            },
            cancellationToken);
        if (options.User.Length > 0)
        {
            var password = (await File.ReadAllTextAsync(options.PasswordFile, cancellationToken)).Trim();
            await client.AuthenticateAsync(options.User, password, cancellationToken);
        }
        await client.SendAsync(message, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    private string Body(NoticeContent content)
    {
        var body = new StringBuilder();
        body.Append(Say(content.Text, "\n")).Append("\n\n").Append(Say(content.FirstAction, "\n")).Append("\n\n");
        if (content.ResponsibleUnit is { } unit) body.Append(Say(unit, " / ")).Append('\n');
        body.Append(
            CultureInfo.InvariantCulture, $"{content.Asset}, {content.Rule}, {content.Onset:yyyy-MM-dd HH:mm zzz}\n");
        return body.Append(content.Alarm).Append('\n').ToString();
    }

    private string Say(LocalizedName words, string between) => options.Language switch
    {
        MailLanguage.Zh => words.Zh,
        MailLanguage.En => words.En,
        _ => words.Zh == words.En ? words.En : words.Zh + between + words.En,
    };
}
