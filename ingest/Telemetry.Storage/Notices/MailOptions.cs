using System.Net.Mail;
using Telemetry.Domain.Alarms;

namespace Telemetry.Storage.Notices;

public enum MailSecurity
{
    /// <summary>TLS after STARTTLS, which the server has to offer (port 587).</summary>
    StartTls,

    /// <summary>TLS from the beginning (port 465).</summary>
    Tls,

    /// <summary>None: for a relay on this machine (port 25).</summary>
    None,
}

public enum MailLanguage
{
    /// <summary>Chinese, then English.</summary>
    Both,
    Zh,
    En,
}

/// <summary>Alarms by e-mail (<c>Telemetry:Alarms:Mail</c>).</summary>
public sealed class MailOptions
{
    public const string Section = "Telemetry:Alarms:Mail";

    /// <summary>SMTP server; empty (default) sends nothing.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port. 0 (default) means 587, 465 or 25, as <see cref="Security"/> has it.</summary>
    public int Port { get; set; }

    /// <summary><c>StartTls</c> (default), <c>Tls</c>, or <c>None</c>.</summary>
    public MailSecurity Security { get; set; }

    /// <summary>User at the server; empty (default) sends without a login.</summary>
    public string User { get; set; } = "";

    /// <summary>File with the user's password, one line. Read at every connection.</summary>
    public string PasswordFile { get; set; } = "";

    /// <summary>Sender's address.</summary>
    public string From { get; set; } = "";

    /// <summary>Receivers' addresses.</summary>
    public IList<string> To { get; } = [];

    /// <summary>Alarms of this priority and above are sent; <c>High</c> by default.</summary>
    public AlarmPriority LeastPriority { get; set; } = AlarmPriority.High;

    /// <summary><c>Both</c> (default), <c>Zh</c> or <c>En</c>.</summary>
    public MailLanguage Language { get; set; }

    /// <summary>How long an attempt may take; 30 seconds by default.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    public bool IsConfigured => Host.Length > 0;

    public int EffectivePort => Port > 0 ? Port : Security switch
    {
        MailSecurity.Tls => 465,
        MailSecurity.StartTls => 587,
        _ => 25,
    };

    /// <summary>Every error at once: the option, the wrong value, and what is allowed.</summary>
    public IEnumerable<string> Validate()
    {
        if (Port is < 0 or > 65_535) yield return $"{Section}:Port '{Port}': 0 to 65535";
        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(5))
            yield return $"{Section}:Timeout '{Timeout:c}': 1 second to 5 minutes, such as 00:00:30";
        if (PasswordFile.Length > 0 && !File.Exists(PasswordFile))
            yield return $"{Section}:PasswordFile '{PasswordFile}': there is no such file";
        if (User.Length > 0 && PasswordFile.Length == 0)
            yield return $"{Section}:PasswordFile is empty, but {Section}:User is given: name the file";
        if (!IsConfigured) yield break;
        if (!MailAddress.TryCreate(From, out _))
            yield return $"{Section}:From '{From}': an address such as telemetry@example.org";
        if (To.Count == 0) yield return $"{Section}:To is empty: name the receivers' addresses";
        foreach (var receiver in To)
        {
            if (!MailAddress.TryCreate(receiver, out _))
                yield return $"{Section}:To '{receiver}': an address such as duty@example.org";
        }
    }
}
