using System.Text;
using Consent.Verify;

Console.OutputEncoding = new UTF8Encoding(false);
return VerifyTool.Run(args, Console.Out, Console.Error);
