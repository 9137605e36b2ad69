using Microsoft.Extensions.Logging;

namespace Telemetry.Dashboards.Access;

internal static partial class Log
{
    [LoggerMessage(4100, LogLevel.Warning,
        "Accounts could not be read, and those of the last reading go on being in force: {Problem}")]
    public static partial void NotRead(ILogger logger, string problem);

    [LoggerMessage(4101, LogLevel.Warning, "The use of the token {Token} could not be noted: {Problem}")]
    public static partial void UseNotNoted(ILogger logger, string token, string problem);

    [LoggerMessage(4102, LogLevel.Warning,
        "No administrator exists yet: open the console and make the first one with the one-time code {Code}; it is "
        + "valid until it is used or this host starts anew")]
    public static partial void FirstRun(ILogger logger, string code);

    [LoggerMessage(4103, LogLevel.Warning,
        "Signing in from {Address} is held up until {Until:O} after {Failures} wrong attempts: somebody forgot a "
        + "password, or is guessing")]
    public static partial void LockedOut(ILogger logger, string address, DateTimeOffset until, int failures);

    [LoggerMessage(4104, LogLevel.Warning, "The sign-in of {Account} could not be noted in the ledger: {Problem}")]
    public static partial void SignInNotNoted(ILogger logger, string account, string problem);
}
